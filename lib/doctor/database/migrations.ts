import { MigrationError } from '../../db/migrate/migration-error'
import { type Applied, planMigrations } from '../../db/migrate/migration-plan'
import { journalOf } from '../../db/migrate/placement'
import { stateOf } from '../../db/states/recognize'
import { schemaInUse } from '../../db/table'
import { type Finding, green, type Probe, red, yellow } from '../check'
import { databaseCheck } from './check'

async function readApplied({ query }: Probe): Promise<Applied[]> {
  const { table } = journalOf(schemaInUse())
  const [journal] = await query<{ exists: boolean }>(`select to_regclass('${table}') is not null as exists`)
  if (!journal?.exists) return []
  const rows = await query<{ hash: string; created_at: string }>(
    `select hash, created_at from ${table} order by id`,
  )
  return rows.map(({ hash, created_at }) => ({ hash, when: Number(created_at) }))
}

/** Schemas that hold our tables, besides the one in use. */
async function otherSchemas({ query }: Probe): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select schemaname as name from pg_tables
     where tablename = 'email_verification_uses' and schemaname <> '${schemaInUse()}' order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** Where nothing was applied, the remedy must not make a second installation beside the first. */
async function judge(probe: Probe): Promise<Finding> {
  const applied = await readApplied(probe)
  const elsewhere = applied.length === 0 ? await otherSchemas(probe) : []
  if (elsewhere.length === 0) return compare(probe, applied)
  return red(
    `no migration is applied in ${schemaInUse()}, and tables of ours stand in ${elsewhere.join(', ')}`,
    `set DATABASE_SCHEMA to ${elsewhere[0]}; or, for a second installation, run npm run db:init:safe`,
  )
}

function compare(probe: Probe, applied: Applied[]): Finding {
  try {
    const { pending, ahead } = planMigrations(probe.migrations(), applied)
    if (pending.length > 0)
      return red(
        `${pending.length} migration(s) are not applied in ${schemaInUse()}`,
        'apply them: npm run db:init:safe',
      )
    if (ahead === 0) return green(`all ${applied.length} migration(s) are applied, in ${schemaInUse()}`)
    return yellow(`ahead of this checkout by ${ahead} migration(s)`, 'deploy the version that made them')
  } catch (error) {
    if (error instanceof MigrationError) return red('not on this checkout’s line of history', error.message)
    throw error
  }
}

/** Checks that the database has exactly the migrations of this checkout, where this role may know. */
export const migrationsCheck = databaseCheck('database schema', async (probe) => {
  try {
    return await judge(probe)
  } catch (error) {
    if (stateOf(error) !== 'right_missing') throw error
    return yellow(
      'the role may not read which migrations were applied',
      'run doctor as the owner of the tables, or grant it the journal (docs/DATABASE.md)',
    )
  }
})
