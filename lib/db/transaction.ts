import { drizzle } from 'drizzle-orm/node-postgres'
import type { PgTransactionConfig } from 'drizzle-orm/pg-core'
import type { Pool, PoolClient } from 'pg'
import type { Database, DataContext, InTransaction } from '../kernel/context'
import { type Connection, limitsOfTransaction, STATEMENT_TIMEOUT } from './connection'
import { isUnavailable } from './errors'

/**
 * Transactions on a pool that always release their connection. Drizzle's own lose it for good when `begin` fails, for
 * example while the server restarts, and return a dead one, perhaps with its transaction open, to the pool
 * (drizzle-team/drizzle-orm#6114).
 */
export function pooledTransactions(pool: Pool): Database['transaction'] {
  // One a connection: making it takes a third of a millisecond.
  const databases = new WeakMap<PoolClient, Database>()
  const over = (client: PoolClient): Database => {
    const database = databases.get(client) ?? drizzle({ client })
    databases.set(client, database)
    return database
  }
  return async (work) => {
    const client = await pool.connect()
    let isBroken = false
    try {
      return await over(client).transaction(work, beginOf(client))
    } catch (error) {
      isBroken = isUnavailable(error)
      throw error
    } finally {
      client.release(isBroken)
    }
  }
}

/** The level is given as text after `begin`: what follows it travels along. */
function beginOf(client: PoolClient): PgTransactionConfig {
  const limits = (client as unknown as Connection).isPooled ? limitsOfTransaction(STATEMENT_TIMEOUT) : ''
  return { isolationLevel: `read committed${limits}` as 'read committed' }
}

/**
 * Runs `work` in one transaction: its queries commit together, or none does. `work` gets the same context with the
 * transaction as its database, so that functions are called as `f(ctx, input)` inside and outside alike.
 */
export const transaction = <C extends DataContext, T>(
  ctx: C,
  work: (t: InTransaction<C>) => Promise<T>,
): Promise<T> => ctx.db.transaction((db) => work({ ...ctx, db }))
