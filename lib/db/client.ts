import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { SECOND } from '../clock'
import type { Log } from '../log'
import * as schema from './schema'

/** The database, or a transaction on it: what every function that only reads and writes asks for. */
export type Database = NodePgDatabase<typeof schema>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

/** Connections a process may hold. Keep processes × this below the server's `max_connections`. */
export const POOL_SIZE = 10

/** A statement that runs longer is cancelled by the server: nobody waits that long for an answer. */
const STATEMENT_TIMEOUT = 10 * SECOND

/** A server that says nothing at all (frozen, cut off) is given up a little later, and its connection with it. */
const ANSWER_TIMEOUT = 11 * SECOND

/** How long a caller waits for a free or new connection before it is told that the database is unavailable. */
const CONNECT_TIMEOUT = 5 * SECOND

/** Opens a pool. No connection is made before the first query, so a build never needs a database. */
export function openDatabase(url: string, log: Log, size = POOL_SIZE): { db: Database; pool: Pool } {
  const pool = new Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    keepAlive: true,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    application_name: 'huntaze-auth',
  })
  // Without a listener, a server that closes an idle connection would end this process.
  const connectionLost = (error: Error) => log.warn('database_connection_lost', { error })
  pool.on('error', connectionLost)
  // While a client is checked out, as in every transaction, the pool does not listen for it.
  pool.on('connect', (client) => client.on('error', connectionLost))
  return { db: drizzle({ client: pool, schema }), pool }
}

/** SQLSTATE class 08 (connection), 57P (server going away), 53 (resources), and what node and `pg` say themselves. */
const UNAVAILABLE_CODES =
  /^(08...|57P0[1-5]|57014|53...|ECONN\w+|ENOTFOUND|ENOENT|ETIMEDOUT|EPIPE|EAI_AGAIN)$/
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered/

/** The driver's own error behind drizzle's (whose message quotes parameters and must never be shown). */
export function databaseCause(error: unknown): { code?: string; constraint?: string; message?: string } {
  let cause = error as { cause?: unknown; code?: string }
  while (cause?.cause && typeof cause.cause === 'object') cause = cause.cause as typeof cause
  return (cause ?? {}) as ReturnType<typeof databaseCause>
}

/** True when the database could not be reached or gave up, so that trying again later makes sense. */
export function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = databaseCause(error)
  return UNAVAILABLE_CODES.test(code) || UNAVAILABLE_MESSAGES.test(message)
}

/** True when `error` is the refusal of a duplicate by the unique index `constraint`. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  const cause = databaseCause(error)
  return cause.code === '23505' && cause.constraint === constraint
}
