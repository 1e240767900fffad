import { type DatabaseSettings, settingsOf } from '../../kernel/env/database'
import type { Connection } from '../connection'
import { databaseCause } from '../states/recognize'
import { applyMigration, untilFree } from './apply-migration'
import { buildIndexes } from './build-indexes'
import { connectAgain, connectOrCreate } from './connect'
import { fillColumns } from './fill-columns'
import { locked, PATIENCE, type Waiting } from './lock'
import { MigrationError } from './migration-error'
import { type Applied, type Plan, planMigrations } from './migration-plan'
import { type Migration, migrationsFolder, readMigrations, readTableNames } from './migrations'
import { missingRight } from './missing-right'
import { JOURNAL_TABLE, journalOf } from './placement'
import { refuseForeignTables, refuseUnfitServer, refuseUnreviewed } from './refusals'

/** The outcome of `migrate`. `ahead`: how many migrations of the database this checkout does not know. */
type MigrationReport = { created: boolean; applied: string[]; ahead: number; tables: string[] }

/** SQLSTATE insufficient_privilege, read_only_sql_transaction. */
const RIGHT_MISSING = '42501'
const READ_ONLY = '25006'

/** One call of `migrate`. */
type Run = {
  client: Connection
  database: DatabaseSettings
  folder: string
  migrations: Migration[]
  /** The database held no table of ours before. */
  isFirst: boolean
  waiting: Waiting
}

/** Gets one line for each step. */
type Log = (line: string) => void

async function readApplied({ client, database }: Run): Promise<Applied[]> {
  const { table } = journalOf(database.schema)
  const { rows: found } = await client.query('select to_regclass($1) as journal', [table])
  if (found[0].journal === null) return []
  const { rows } = await client.query(`select hash, created_at from ${table} order by id`)
  return rows.map(({ hash, created_at }) => ({ hash, when: Number(created_at) }))
}

async function tableNames({ client, database }: Run): Promise<string[]> {
  const { rows } = await client.query(
    'select tablename from pg_tables where schemaname = $1 and tablename <> $2 order by tablename collate "C"',
    [database.schema, JOURNAL_TABLE],
  )
  return rows.map(({ tablename }) => tablename)
}

function logReport({ applied, ahead, tables }: MigrationReport, log: Log): void {
  if (ahead > 0) log(`the database is ahead of this checkout by ${ahead} migration(s); it was left as it is`)
  else if (applied.length === 0) log('nothing to do, every migration was applied before')
  log(`tables: ${tables.join(', ')}`)
}

/** Finds the pending migrations. Whether this database may be touched at all is checked once, before the first. */
async function planHere(run: Run, applied: Migration[]): Promise<Plan> {
  const remembered = await readApplied(run)
  const plan = planMigrations(run.migrations, remembered)
  if (applied.length > 0) {
    // Another process that joined in may have left an index for later, which ours must not expect.
    run.isFirst &&= remembered.length === applied.length
    return plan
  }
  if (plan.ahead > 0) return plan
  run.isFirst = remembered.length === 0
  if (run.isFirst) await refuseForeignTables(run.client, run.database.schema, readTableNames(run.folder))
  refuseUnreviewed(run.migrations)
  return plan
}

/** Applies what is pending, each migration in a transaction of its own: its locks are released before the next one. */
async function applyPending(run: Run): Promise<{ applied: Migration[]; ahead: number }> {
  const { client, database, waiting } = run
  const applied: Migration[] = []
  const applyNext = async () => {
    const plan = await planHere(run, applied)
    const [next] = plan.ahead > 0 ? [] : plan.pending
    if (next) await applyMigration(client, next, { schema: database.schema, isFirst: run.isFirst })
    return { next, ahead: plan.ahead }
  }
  for (;;) {
    const { next, ahead } = await untilFree(() => locked(client, waiting, applyNext))
    if (!next) return { applied, ahead }
    applied.push(next)
    waiting.log(`applied ${next.tag}`)
  }
}

async function bringUpToDate(run: Run): Promise<{ applied: Migration[]; ahead: number }> {
  await refuseUnfitServer(run.client)
  const { applied, ahead } = await applyPending(run)
  if (ahead === 0) {
    const { schema, url } = run.database
    await buildIndexes({ ...run, schema, connect: () => connectAgain(url) })
    await fillColumns({ ...run, schema })
  }
  return { applied, ahead }
}

async function explained(error: unknown, { client, database }: Run): Promise<unknown> {
  const { code } = databaseCause(error)
  if (code === RIGHT_MISSING) return await missingRight(client, database.schema)
  if (code !== READ_ONLY) return error
  return new MigrationError(
    'The server takes no writes (25006). Put the address of the primary into DATABASE_URL.',
  )
}

/**
 * Creates the database of `url` unless it exists, and applies the migrations of `folder` that it lacks, in order. A
 * failing one leaves no trace; those before it stay, which is safe because they only add. Safe on many machines at
 * once, and through a pooler.
 * @param patience milliseconds to wait for another migration
 * @throws MigrationError
 */
export async function migrate(
  database: string | DatabaseSettings,
  log: Log = () => undefined,
  folder: string = migrationsFolder(),
  patience = PATIENCE,
): Promise<MigrationReport> {
  const settings = settingsOf(database)
  const { client, created } = await connectOrCreate(settings.url, log)
  const migrations = readMigrations(folder)
  const run: Run = {
    client,
    database: settings,
    folder,
    migrations,
    isFirst: false,
    waiting: { log, patience },
  }
  try {
    if (created) log('created the database')
    const { applied, ahead } = await bringUpToDate(run)
    const report = { created, applied: applied.map(({ tag }) => tag), ahead, tables: await tableNames(run) }
    logReport(report, log)
    return report
  } catch (error) {
    throw await explained(error, run)
  } finally {
    await client.end()
  }
}
