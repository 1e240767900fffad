import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient, QueryConfig } from 'pg'
import type { Database, DataContext, InTransaction } from '../kernel/context'
import { tracedPart } from '../kernel/trace/trace'
import { isPooled, limitsOfTransaction, STATEMENT_TIMEOUT } from './connection'
import { isConnectionSpent } from './errors'
import { repeated } from './repeat'
import { untilReplicated } from './replicated'
import type { StatementNames } from './statement/names'
import { tracedStatement } from './statement/traced'
import { noted } from './states/noted'

/**
 * The text after `isolation level`. Each transaction states its level, because the default of a server, database or role
 * may be another. Statements after the level go in the same round trip.
 */
export const levelOn = (client: PoolClient): string =>
  `read committed${isPooled(client) ? limitsOfTransaction(STATEMENT_TIMEOUT) : ''}`

/** Runs `work` on a connection of the pool, which is always given back, or closed where it is of no more use. */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isSpent = false
  try {
    return await work(client)
  } catch (error) {
    isSpent = isConnectionSpent(error)
    throw error
  } finally {
    client.release(isSpent)
  }
}

/**
 * Transactions on a pool that always release their connection. Drizzle's own lose it for good when `begin` fails, for
 * example while the server restarts, and return a dead one, perhaps with its transaction open, to the pool
 * (drizzle-team/drizzle-orm#6114).
 *
 * A transaction that PostgreSQL undid because of another one runs again (PostgreSQL, section 13.5).
 */
export function pooledTransactions(pool: Pool, names: StatementNames): Database['transaction'] {
  // One a connection: making it takes a third of a millisecond.
  const databases = new WeakMap<PoolClient, Database>()
  const over = (client: PoolClient): Database => {
    const database = databases.get(client) ?? drizzle({ client: withNames(client, names) })
    databases.set(client, database)
    return database
  }
  return (work, config) =>
    repeated(() =>
      onConnection(pool, (client) =>
        untilReplicated(client, () =>
          over(client).transaction(work, { isolationLevel: levelOn(client) as 'read committed', ...config }),
        ),
      ),
    ).catch((error) => {
      throw noted(error)
    })
}

/** Drizzle asks its client for nothing but `query`. */
const withNames = (client: PoolClient, names: StatementNames): PoolClient =>
  ({
    query: (statement: QueryConfig, values?: unknown[]) =>
      tracedStatement(statement, () => client.query(names.fit(statement), values)),
  }) as PoolClient

/**
 * Runs `work` in one transaction: its queries commit together, or none does. `work` gets the same context with the
 * transaction as its database, so that functions are called as `f(ctx, input)` inside and outside alike.
 *
 * `work` may run several times, and only the last run counts: it must change nothing but the database. Its log lines may
 * come more than once. `config`: another level than "read committed".
 */
export const transaction = <C extends DataContext, T>(
  ctx: C,
  work: (t: InTransaction<C>) => Promise<T>,
  config?: Parameters<Database['transaction']>[1],
): Promise<T> =>
  tracedPart(
    () => ({ name: 'transaction' }),
    () => ctx.db.transaction((db) => work({ ...ctx, db }), config),
  )
