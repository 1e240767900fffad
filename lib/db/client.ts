import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { APPLICATION_NAME } from '../kernel/brand'
import { SECOND } from '../kernel/clock'
import type { Database } from '../kernel/context'
import type { Log } from '../kernel/log'
import { pooledStatements } from './statements'
import { markUnconnected } from './states/recognize'
import { pooledTransactions } from './transaction'

/** Connections a process may hold. Keep processes × this below the server's `max_connections`. */
export const POOL_SIZE = 10

/** The server cancels a statement after this many ms: nobody waits that long for an answer. */
const STATEMENT_TIMEOUT = 10 * SECOND

/**
 * A connection whose server stays silent (frozen, cut off) is closed after this many ms, once the server had its
 * chance.
 */
const ANSWER_TIMEOUT = 11 * SECOND

/** A caller waits this many ms for a free or new connection, then the database counts as unavailable. */
const CONNECT_TIMEOUT = 5 * SECOND

const ignore = () => undefined

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
    application_name: APPLICATION_NAME,
  })
  markUnconnected(pool)
  // Without a listener, a server that closes a connection would end this process. The pool listens only to idle ones.
  pool.on('error', ignore)
  // Once a connection: one in use reports its end twice. While the pool ends, a lost connection is no news.
  const connectionLost = (error: Error) => pool.ending || log.warn('database_connection_lost', { error })
  pool.on('connect', (client) => client.once('error', connectionLost).on('error', ignore))
  // Drizzle asks its client for nothing but `query`; transactions are the line after.
  const db = drizzle({ client: pooledStatements(pool) as Pool })
  db.transaction = pooledTransactions(pool)
  return { db, pool }
}
