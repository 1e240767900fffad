import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import type { Database, DataContext, InTransaction } from '../kernel/context'
import { isUnavailable } from './errors'

/**
 * The transactions of a pool, each of which gives its connection back however it ends. Drizzle's own lose it for good
 * when `begin` fails, as when the server restarts, and put one that no longer answers, with its transaction perhaps still
 * open, back for the next to use (drizzle-team/drizzle-orm#6114).
 */
export function pooledTransactions(pool: Pool): Database['transaction'] {
  // Once a connection: it takes a third of a millisecond to make one.
  const databases = new WeakMap<PoolClient, Database>()
  const over = (client: PoolClient): Database => {
    const database = databases.get(client) ?? drizzle({ client })
    databases.set(client, database)
    return database
  }
  return async (work, config) => {
    const client = await pool.connect()
    let isBroken = false
    try {
      return await over(client).transaction(work, config)
    } catch (error) {
      isBroken = isUnavailable(error)
      throw error
    } finally {
      client.release(isBroken)
    }
  }
}

/**
 * Runs `work` in one transaction: all of its queries commit together, or none does. `work` gets the same context with
 * the transaction as its database, so that every function is called as `f(ctx, input)` inside and outside.
 */
export const transaction = <C extends DataContext, T>(
  ctx: C,
  work: (t: InTransaction<C>) => Promise<T>,
): Promise<T> => ctx.db.transaction((db) => work({ ...ctx, db }))
