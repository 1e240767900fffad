import { existsSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { MigrationError } from '../db/migrate/migration-error'
import { type Applied, planMigrations } from '../db/migrate/migration-plan'
import { type Migration, migrationsFolder, readMigrations } from '../db/migrate/migrations'
import { journalOf } from '../db/migrate/placement'
import { stateOf } from '../db/states/recognize'
import { reportState } from '../db/states/report'
import type { DatabaseParts } from '../db/states/state'
import { schemaInUse } from '../db/table'
import { MINUTE, shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { askToOpenSessions } from '../session/ask-to-open'

/** The longest silence of a working worker: all its sends wait for a slow provider, or the database was away. */
const WORKER_SILENCE = 2 * MINUTE

export type Readiness = {
  ready: boolean
  parts: DatabaseParts & { worker: 'ok' | 'starting' | 'silent' }
}

let migrations: Migration[] | null | undefined

/** Migrations that this build needs, read once. */
function migrationsOfBuild(): Migration[] | null {
  if (migrations === undefined) {
    const folder = migrationsFolder()
    migrations = existsSync(folder) ? readMigrations(folder) : null
  }
  return migrations
}

/** A database that is ahead is fine: the next release has migrated it, and this one still serves. */
function compare(migrations: Migration[], applied: Applied[]): 'ok' | 'missing' {
  try {
    return planMigrations(migrations, applied).pending.length === 0 ? 'ok' : 'missing'
  } catch (error) {
    if (error instanceof MigrationError) return 'missing'
    throw error
  }
}

/** The migrations that the database remembers; null where this role may not read them. */
async function readApplied({ db }: DataContext): Promise<Applied[] | null> {
  const { table } = journalOf(schemaInUse())
  try {
    const { rows: found } = await db.execute<{ journal: string | null }>(
      sql`select to_regclass(${table})::text as journal`,
    )
    if (!found[0]?.journal) return []
    const { rows } = await db.execute<{ hash: string; created_at: string }>(
      sql`select hash, created_at from ${sql.raw(table)} order by id`,
    )
    return rows.map(({ hash, created_at }) => ({ hash, when: Number(created_at) }))
  } catch (error) {
    if (stateOf(error) === 'right_missing') return null
    throw error
  }
}

async function readDatabase(ctx: DataContext): Promise<DatabaseParts> {
  const migrations = migrationsOfBuild()
  try {
    await askToOpenSessions(ctx)
    const applied = migrations && (await readApplied(ctx))
    return { database: 'ok', migrations: migrations && applied ? compare(migrations, applied) : 'unknown' }
  } catch (error) {
    const state = reportState(ctx.log, error)
    if (!state) ctx.log.error('unexpected_error', { error })
    return state?.ready ?? { database: 'unreachable', migrations: 'unknown' }
  }
}

/** Whether this process can do its work: database, tables and worker. The answer names parts and no details. */
export async function readReadiness(ctx: DataContext, workerTurnAt: Date | null): Promise<Readiness> {
  const { database, migrations } = await readDatabase(ctx)
  const worker =
    workerTurnAt === null ? 'starting' : workerTurnAt > shift(ctx.now(), -WORKER_SILENCE) ? 'ok' : 'silent'
  const ready = database === 'ok' && migrations !== 'missing' && worker === 'ok'
  return { ready, parts: { database, migrations, worker } }
}
