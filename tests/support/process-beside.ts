import type { Pool } from 'pg'
import { afterEach } from 'vitest'
import { openDatabase } from '../../lib/db/client'
import type { Context } from '../../lib/kernel/context'
import type { World } from './world'

/**
 * Makes other processes on a world's database: each has its own connections and nothing else in common. Called after
 * the world is declared, so that they close before it.
 */
export function processesBeside(world: World): () => Context {
  const pools: Pool[] = []
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.end()))
  })
  return () => {
    const { db, pool } = openDatabase(world.ctx.env.databaseUrl, world.ctx.log, 2)
    pools.push(pool)
    return { ...world.ctx, db }
  }
}
