import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isUnavailable } from '../../lib/db/client'
import { createWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** Ends every connection to this database but the one that asks, as a restart of the server would. */
const endConnections = () =>
  world.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )

it('a connection that ends in the middle of a transaction fails that transaction, and nothing else', async () => {
  const lost = world.ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await endConnections()
    // Long enough for the connection to report its end while no statement is under way on it.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await tx.execute(sql`select 1`)
  })
  const error = await lost.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(isUnavailable(error)).toBe(true)
  expect(world.logged.some((line) => line.includes('database_connection_lost'))).toBe(true)
  expect((await world.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

it('a server that says nothing is given up', async () => {
  const slow = world.ctx.db.execute(sql`select pg_sleep(30)`)
  const error = await slow.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(isUnavailable(error)).toBe(true)
}, 20_000)
