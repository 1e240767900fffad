import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { PoolClient } from 'pg'
import { describe, expect, it } from 'vitest'
import { register } from '../../../lib/auth/register'
import { isUnavailable } from '../../../lib/db/errors'
import { queryOnce } from '../../support/with-client'
import { aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

/** Ends every connection to this database but the one that asks, as a restart of the server would. */
const endConnections = () =>
  queryOnce(
    world.ctx.env.databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )

const linesOf = ({ logged }: World) => logged.filter((line) => line.includes('database_connection_lost'))

it('a connection that ends in the middle of a transaction fails that transaction, and nothing else', async () => {
  const lost = world.ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await endConnections()
    // Long enough for the connection to report its end while no statement is under way on it.
    await sleep(200)
    await tx.execute(sql`select 1`)
  })
  const error = await lost.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(isUnavailable(error)).toBe(true)
  expect(linesOf(world)).toHaveLength(1)
  expect((await world.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

describe('a server that restarts again and again', () => {
  /**
   * Has it restart ten times, each a little later in the midst of 24 times this work; and on, until it was in the midst
   * of something, and something worked. @returns what came of all of it
   */
  async function restartDuring<T>(work: () => Promise<T>): Promise<T[]> {
    const done: T[] = []
    let failures = 0
    for (let turn = 0; turn < 10 || Math.min(done.length, failures) === 0; turn++) {
      const outcomes = Promise.allSettled(Array.from({ length: 24 }, work))
      await sleep(4 * (turn % 10))
      await endConnections()
      for (const outcome of await outcomes) {
        if (outcome.status === 'fulfilled') done.push(outcome.value)
        else failures++
      }
    }
    return done
  }

  // ASVS 1.4.3
  it('costs no connection', async () => {
    const { ctx, pool } = world
    await restartDuring(() => ctx.db.transaction((tx) => tx.execute(sql`select 1`)))
    await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0)
  })

  it('loses nobody who was told that an e-mail is on its way, and leaves no account without one', async () => {
    const promised = await restartDuring(async () => {
      const input = { name: 'Jean', email: freshEmail(), password: PASSWORD }
      return expectOk(await register(world.ctx, input, aVisitor())).user.email
    })
    const rows = await queryOnce(
      world.ctx.env.databaseUrl,
      `select email, count(email_messages.id)::int as mails
       from users left join email_messages on user_id = users.id and kind = 'verification' group by email`,
    )
    expect(rows.map(({ email }) => email)).toEqual(expect.arrayContaining(promised))
    expect(rows.filter(({ mails }) => mails !== 1)).toEqual([])
  })
})

it('a silent server is given up', async () => {
  const slow = world.ctx.db.execute(sql`select pg_sleep(30)`)
  const error = await slow.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(isUnavailable(error)).toBe(true)
})

describe('the only connection of a pool', () => {
  const one = sharedWorld({ poolSize: 1 })

  const connection = async () => (await one.pool.query('select pg_backend_pid() as pid')).rows[0].pid

  // ASVS 16.5.4
  it('is replaced when it is lost unused, and logged as lost once', async () => {
    const before = await connection()
    await queryOnce(one.ctx.env.databaseUrl, `select pg_terminate_backend(${before})`)
    await expect.poll(() => linesOf(one)).toHaveLength(1)
    expect(await connection()).not.toBe(before)
    expect(linesOf(one)).toHaveLength(1)
  })

  it('is replaced when it is lost before a transaction begins on it', async () => {
    const before = await connection()
    one.pool.once('acquire', (client: PoolClient & { connection?: { stream: { destroy(): void } } }) =>
      client.connection?.stream.destroy(),
    )
    await expect(one.ctx.db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toThrow('begin')
    expect(await connection()).not.toBe(before)
  })

  it('is not used again once the database gave it up in a transaction', async () => {
    const before = await connection()
    const slow = one.ctx.db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 1`)
      await tx.execute(sql`select pg_sleep(1)`)
    })
    await expect(slow).rejects.toThrow('pg_sleep')
    expect(await connection()).not.toBe(before)
  })

  // ASVS 1.4.3
  it('stays when a transaction ends, well or not', async () => {
    const before = await connection()
    await one.ctx.db.transaction((tx) => tx.execute(sql`select 1`))
    await expect(one.ctx.db.transaction((tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow('1 / 0')
    expect(await connection()).toBe(before)
  })
})
