import { existsSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { MigrationError } from '../db/migrate/migration-error'
import { type Applied, planMigrations } from '../db/migrate/migration-plan'
import { type Migration, migrationsFolder, readMigrations } from '../db/migrate/migrations'
import { journalOf } from '../db/migrate/placement'
import { schemaInUse } from '../db/table'
import { MINUTE, shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'

/** The longest silence of a working worker: all its sends wait for a slow provider, or the database was away. */
const WORKER_SILENCE = 2 * MINUTE

export type Readiness = {
  ready: boolean
  parts: {
    database: 'ok' | 'unreachable'
    /** `unknown`: the files are not beside this build, so nothing can be compared. */
    migrations: 'ok' | 'missing' | 'unknown'
    worker: 'ok' | 'starting' | 'silent'
  }
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

async function readDatabase({
  db,
}: DataContext): Promise<Pick<Readiness['parts'], 'database' | 'migrations'>> {
  const migrations = migrationsOfBuild()
  const { table } = journalOf(schemaInUse())
  try {
    const { rows: found } = await db.execute<{ journal: string | null }>(
      sql`select to_regclass(${table})::text as journal`,
    )
    if (!migrations) return { database: 'ok', migrations: 'unknown' }
    if (!found[0]?.journal) return { database: 'ok', migrations: 'missing' }
    const { rows } = await db.execute<{ hash: string; created_at: string }>(
      sql`select hash, created_at from ${sql.raw(table)} order by id`,
    )
    const applied = rows.map(({ hash, created_at }) => ({ hash, when: Number(created_at) }))
    return { database: 'ok', migrations: compare(migrations, applied) }
  } catch {
    return { database: 'unreachable', migrations: 'unknown' }
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
