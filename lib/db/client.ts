import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { APPLICATION_NAME } from '../kernel/brand'
import { SECOND } from '../kernel/clock'
import type { Database } from '../kernel/context'
import type { Log } from '../kernel/log'
import { pooledTransactions } from './transaction'

/** Connections a process may hold. Keep processes × this below the server's `max_connections`. */
export const POOL_SIZE = 10

/** A statement that runs longer is cancelled by the server: nobody waits that long for an answer. */
const STATEMENT_TIMEOUT = 10 * SECOND

/** A server that says nothing at all (frozen, cut off) is given up a little later, and its connection with it. */
const ANSWER_TIMEOUT = 11 * SECOND

/** How long a caller waits for a free or new connection before it is told that the database is unavailable. */
const CONNECT_TIMEOUT = 5 * SECOND

const heard = () => undefined

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
  // Without listeners, a server that closes a connection would end this process. The pool has its own only for idle ones.
  pool.on('error', heard)
  // Said once for each, though one that is in use reports its end twice. The server may also stop while the pool ends.
  const connectionLost = (error: Error) => pool.ending || log.warn('database_connection_lost', { error })
  pool.on('connect', (client) => client.once('error', connectionLost).on('error', heard))
  const db = drizzle({ client: pool })
  db.transaction = pooledTransactions(pool)
  return { db, pool }
}
