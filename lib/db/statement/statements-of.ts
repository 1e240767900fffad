import type { Database } from '../../kernel/context'
import type { Statements } from './statements'

/**
 * The receiver of drizzle's statements: a pool, or the connection of a transaction. Drizzle keeps either in its session. In a file
 * of its own, because parts of statements reach the browser's bundle, and the driver must not.
 */
export const statementsOf = (db: Database): Statements =>
  (db as unknown as { session: { client: Statements } }).session.client
