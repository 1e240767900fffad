import type { Connection } from '../connection'
import { MigrationError } from './migration-error'
import { type Migration, REVIEWED } from './migrations'

/** The specification's floor; `numeric` as `server_version_num` says it. */
const OLDEST_SERVER = 150_000

export async function refuseUnfitServer(client: Connection): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const { version, encoding } = rows[0]
  if (version < OLDEST_SERVER) throw new MigrationError('PostgreSQL 15 or newer is needed.')
  if (encoding !== 'UTF8')
    throw new MigrationError(`The database is encoded in ${encoding}; it must be UTF8.`)
}

/** Without a journal, a table with one of our names belongs to somebody else, even if its columns are ours. */
export async function refuseForeignTables(
  client: Connection,
  schema: string,
  names: string[],
): Promise<void> {
  const { rows } = await client.query(
    'select relname as name from pg_class where relnamespace = to_regnamespace($1) and relname = any($2) order by 1',
    [schema, names],
  )
  if (rows.length === 0) return
  const found = rows.map(({ name }) => name).join(', ')
  throw new MigrationError(
    `This database already has ${found}, not made by these migrations. Nothing was changed: use another database.`,
  )
}

/** Refuses migrations that the judge (`scripts/migrations/`) did not pass in their present form. */
export function refuseUnreviewed(migrations: Migration[]): void {
  const faults = migrations.flatMap(({ tag, hash, review }) => {
    if (!review) return `${tag} was never reviewed`
    return review.sha256 === hash ? [] : `${tag} changed after its review`
  })
  if (faults.length === 0) return
  throw new MigrationError(
    `Refused, no migration was applied: ${faults.join(', ')} (npm run db:generate reviews migrations and writes drizzle/${REVIEWED}).`,
  )
}
