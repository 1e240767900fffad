import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { APPLICATION_NAME } from '../kernel/brand'
import { MINUTE, SECOND } from '../kernel/clock'
import type { Database } from '../kernel/context'
import { type DatabaseSettings, databaseAddress, settingsOf } from '../kernel/env/database'
import type { Log } from '../kernel/log'
import { CONNECT_TIMEOUT, Connection, limitSession, STATEMENT_TIMEOUT } from './connection'
import { POOL_SIZE, poolSizeWithin } from './pool-size'
import { StatementNames } from './statement/names'
import { pooledStatements } from './statement/statements'
import { markUnconnected } from './states/recognize'
import { setSchema } from './table'
import { pooledTransactions } from './transaction'

/**
 * A connection whose server stays silent (frozen, cut off) is closed after this many ms, once the server had its
 * chance.
 */
const ANSWER_TIMEOUT = STATEMENT_TIMEOUT + SECOND

/**
 * A connection that nobody used for this long is closed (ms): a new one costs PostgreSQL a process and the plan of every statement.
 * Shorter than the patience of the networks between (AWS: 350 s), so that none is found cut off.
 */
const IDLE_TIMEOUT = MINUTE

const ignore = () => undefined

/** Opens a pool. No connection is made before the first query, so a build never needs a database. */
export function openDatabase(
  database: string | DatabaseSettings,
  log: Log,
  size = POOL_SIZE,
): { db: Database; pool: Pool } {
  const { url, schema, prepare } = settingsOf(database)
  setSchema(schema)
  const names = new StatementNames(prepare, (code) => log.warn('statement_names_lost', { code }))
  const pool: Pool = new Pool({
    connectionString: databaseAddress(url).url,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    keepAlive: true,
    application_name: APPLICATION_NAME,
    ...connectionsFor(names, (limit) => {
      pool.options.max = poolSizeWithin(limit, size)
    }),
  })
  markUnconnected(pool)
  // Without a listener, a server that closes a connection would end this process. The pool listens only to idle ones.
  pool.on('error', ignore)
  // Once a connection: one in use reports its end twice. While the pool ends, a lost connection is no news.
  const connectionLost = (error: Error) => pool.ending || log.warn('database_connection_lost', { error })
  pool.on('connect', (client) => client.once('error', connectionLost).on('error', ignore))
  // Drizzle only calls `query` of its client; the next line replaces its transactions.
  const db = drizzle({ client: pooledStatements(pool, names) as Pool })
  db.transaction = pooledTransactions(pool, names)
  return { db, pool }
}

/** Options for how the pool makes a connection; the types of `pg` lack both. */
const connectionsFor = (names: StatementNames, onLimit: (limit: Connection['limit']) => void) =>
  ({
    Client: Connection,
    async onConnect(client: Connection) {
      await limitSession(client, STATEMENT_TIMEOUT)
      if (!client.isPooled) onLimit(client.limit)
      names.saw(client)
    },
  }) as object
