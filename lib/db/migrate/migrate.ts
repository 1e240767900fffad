import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { connectOrCreate } from '../connect'
import { applyMigration, prepareJournal } from './apply-migration'
import { buildIndexes } from './build-indexes'
import { MigrationError } from './migration-error'
import { type Applied, type Plan, planMigrations } from './migration-plan'
import { type Migration, migrationsFolder, REVIEWED, readMigrations, readTableNames } from './migrations'

/** The outcome of `migrate`. `ahead`: how many migrations of the database this checkout does not know. */
type MigrationReport = { created: boolean; applied: string[]; ahead: number; tables: string[] }

/** Gets one line for each step. */
type Log = (line: string) => void

/** Advisory lock, the same on all machines: its holder migrates, the others wait and then find nothing to do. */
const MIGRATION_LOCK = 727_274

/** Milliseconds between two attempts to take the lock. */
const LOCK_POLL = 100

/** The specification's floor; `numeric` as `server_version_num` says it. */
const OLDEST_SERVER = 150_000

async function refuseUnfitServer(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const { version, encoding } = rows[0]
  if (version < OLDEST_SERVER) throw new MigrationError('PostgreSQL 15 or newer is needed.')
  if (encoding !== 'UTF8')
    throw new MigrationError(`The database is encoded in ${encoding}; it must be UTF8.`)
}

async function readApplied(client: Client): Promise<Applied[]> {
  const { rows: found } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as journal`)
  if (found[0].journal === null) return []
  const { rows } = await client.query('select hash, created_at from drizzle.__drizzle_migrations order by id')
  return rows.map(({ hash, created_at }) => ({ hash, when: Number(created_at) }))
}

/** Without a journal, a table with one of our names belongs to somebody else, even if its columns are ours. */
async function refuseForeignTables(client: Client, folder: string): Promise<void> {
  const { rows } = await client.query(
    'select name from unnest($1::text[]) name where to_regclass(name) is not null',
    [readTableNames(folder)],
  )
  if (rows.length === 0) return
  const names = rows.map(({ name }) => name).join(', ')
  throw new MigrationError(
    `This database already has ${names}, not made by these migrations. Nothing was changed: use another database.`,
  )
}

/** Refuses migrations that the judge (`scripts/migrations/`) did not pass in their present form. */
function refuseUnreviewed(migrations: Migration[]): void {
  const faults = migrations.flatMap(({ tag, hash, review }) => {
    if (!review) return `${tag} was never reviewed`
    return review.sha256 === hash ? [] : `${tag} changed after its review`
  })
  if (faults.length === 0) return
  throw new MigrationError(
    `Refused, no migration was applied: ${faults.join(', ')} (npm run db:generate reviews migrations and writes drizzle/${REVIEWED}).`,
  )
}

async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    'select tablename from pg_tables where schemaname = any(current_schemas(false)) order by tablename collate "C"',
  )
  return rows.map(({ tablename }) => tablename)
}

function logReport({ applied, ahead, tables }: MigrationReport, log: Log): void {
  if (ahead > 0) log(`the database is ahead of this checkout by ${ahead} migration(s); it was left as it is`)
  else if (applied.length === 0) log('nothing to do, every migration was applied before')
  log(`tables: ${tables.join(', ')}`)
}

/** Polls, because a statement that waited for the lock would block CREATE INDEX CONCURRENTLY. */
async function takeLock(client: Client): Promise<void> {
  const ask = () => client.query('select pg_try_advisory_lock($1) as mine', [MIGRATION_LOCK])
  while (!(await ask()).rows[0].mine) await sleep(LOCK_POLL)
}

async function applyPending(client: Client, pending: Migration[], log: Log): Promise<void> {
  await prepareJournal(client)
  for (const migration of pending) {
    await applyMigration(client, migration)
    log(`applied ${migration.tag}`)
  }
}

async function bringUpToDate(client: Client, folder: string, log: Log): Promise<Plan> {
  await client.query('set statement_timeout = 0')
  await takeLock(client)
  await refuseUnfitServer(client)
  const remembered = await readApplied(client)
  const migrations = readMigrations(folder)
  const plan = planMigrations(migrations, remembered)
  if (plan.ahead > 0) return plan
  if (remembered.length === 0) await refuseForeignTables(client, folder)
  refuseUnreviewed(migrations)
  if (plan.pending.length > 0) await applyPending(client, plan.pending, log)
  await buildIndexes(client, migrations, log)
  return plan
}

/**
 * Creates the database of `url` unless it exists, and applies the migrations of `folder` that it lacks, in order. A
 * failing one leaves no trace; those before it stay, which is safe because they only add. Safe on many machines at
 * once.
 * @throws MigrationError
 */
export async function migrate(
  url: string,
  log: Log = () => undefined,
  folder: string = migrationsFolder(),
): Promise<MigrationReport> {
  const { client, created } = await connectOrCreate(url, log)
  try {
    if (created) log('created the database')
    const { pending, ahead } = await bringUpToDate(client, folder, log)
    const applied = pending.map(({ tag }) => tag)
    const report = { created, applied, ahead, tables: await tableNames(client) }
    logReport(report, log)
    return report
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end()
  }
}
