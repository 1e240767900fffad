import { type SQL, sql } from 'drizzle-orm'
import type { CoreContext } from '../../kernel/context'
import { given } from './named'

/**
 * Column of a named statement that is a transaction of its own and whose commit does not wait for the disk: a crash of the server
 * takes back the last fraction of a second at most. The setting ends with the transaction (`is_local`), so a pooler passes it to
 * nobody. Its value: `commitsSoon`.
 */
export const COMMITS_SOON: SQL = sql`case when ${given('commitsSoon', 'boolean')}
  then set_config('synchronous_commit', 'off', true) end`

/** False where a proxy would keep a connection for a client that changes settings (`docs/DATABASE.md`). */
export const commitsSoon = ({ env }: CoreContext): { commitsSoon: boolean } => ({
  commitsSoon: env.databasePrepare !== 'off',
})
