import { getTableName, is } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as apply } from 'drizzle-orm/node-postgres/migrator'
import { PgTable } from 'drizzle-orm/pg-core'
import type { Client } from 'pg'
import { databaseCause } from './client'
import { connectOrCreate } from './connect'
import { MigrationError } from './migration-error'
import { type Applied, type Plan, planMigrations } from './migration-plan'
import { findFaults } from './migration-safety'
import { type Migration, migrationsFolder, readMigrations, typesBefore } from './migrations'
import * as schema from './schema'

/** What `migrate` did. `ahead`: migrations of the database that this checkout does not know. */
export type MigrationReport = { created: boolean; applied: string[]; ahead: number; tables: string[] }

/** One number for all machines: who holds it migrates, the others wait and then find nothing to do. */
const MIGRATION_LOCK = 727_274

/** The specification's floor; `numeric` as `server_version_num` says it. */
const OLDEST_SERVER = 150_000

/** A statement waits no longer than this for a table: behind it, every request on that table would wait too. */
const LOCK_TIMEOUT = '15s'

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

/** Without a journal every table that bears one of our names is somebody else's, whatever its columns. */
async function refuseForeignTables(client: Client): Promise<void> {
  const ours = Object.values(schema).flatMap((value) => (is(value, PgTable) ? [getTableName(value)] : []))
  const { rows } = await client.query(
    'select name from unnest($1::text[]) name where to_regclass(name) is not null',
    [ours],
  )
  if (rows.length === 0) return
  const names = rows.map(({ name }) => name).join(', ')
  throw new MigrationError(
    `This database already has ${names}, not made by these migrations. Nothing was changed: use another database.`,
  )
}

function refuseHarm(folder: string, pending: Migration[]): void {
  const lines = pending.flatMap(({ tag, sql, index }) =>
    findFaults(sql, typesBefore(folder, index)).map(
      ({ statement, reason }) => `  ${tag}: ${reason}: ${statement}`,
    ),
  )
  if (lines.length === 0) return
  throw new MigrationError(
    `Refused, nothing was changed: the migrations would drop or narrow.\n${lines.join('\n')}`,
  )
}

/** Syntax and naming errors (class 42) are told in full; others may quote rows, so only their code is. */
function describeFailure(error: unknown): MigrationError {
  const { code = 'no code', message = '' } = databaseCause(error)
  const text = code.startsWith('42') ? `${code}: ${message}` : code
  return new MigrationError(`A migration failed and was undone, nothing was changed (${text}).`, {
    cause: error,
  })
}

/** All pending migrations in one transaction. */
async function applyPending(client: Client, folder: string): Promise<void> {
  await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`)
  try {
    await apply(drizzle({ client }), { migrationsFolder: folder })
  } catch (error) {
    throw describeFailure(error)
  }
}

async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    'select tablename from pg_tables where schemaname = any(current_schemas(false)) order by tablename collate "C"',
  )
  return rows.map(({ tablename }) => tablename)
}

function logReport({ created, applied, ahead, tables }: MigrationReport, log: (line: string) => void): void {
  if (created) log('created the database')
  for (const tag of applied) log(`applied ${tag}`)
  if (ahead > 0) log(`the database is ahead of this checkout by ${ahead} migration(s); it was left as it is`)
  else if (applied.length === 0) log('nothing to do, every migration was applied before')
  log(`tables: ${tables.join(', ')}`)
}

async function bringForward(client: Client, folder: string): Promise<Plan> {
  await client.query('set statement_timeout = 0')
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  await refuseUnfitServer(client)
  const remembered = await readApplied(client)
  const plan = planMigrations(readMigrations(folder), remembered)
  if (plan.pending.length === 0) return plan
  if (remembered.length === 0) await refuseForeignTables(client)
  refuseHarm(folder, plan.pending)
  await applyPending(client, folder)
  return plan
}

/**
 * Creates the database of `url` when it is missing and applies the migrations of `folder` that it lacks, or changes
 * nothing at all. Any number of machines may do this at once.
 * @param log gets one line for each thing done
 * @throws MigrationError
 */
export async function migrate(
  url: string,
  log: (line: string) => void = () => undefined,
  folder: string = migrationsFolder(),
): Promise<MigrationReport> {
  const { client, created } = await connectOrCreate(url, log)
  try {
    const { pending, ahead } = await bringForward(client, folder)
    const applied = pending.map(({ tag }) => tag)
    const report = { created, applied, ahead, tables: await tableNames(client) }
    logReport(report, log)
    return report
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end()
  }
}
