import { describe, expect, it } from 'vitest'
import { recordEvent } from '../../../lib/audit/record'
import { DAY } from '../../../lib/kernel/clock'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { withClient } from '../../support/with-client'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

/** Inserts events of the types `old` and `new`, aged by the database's own clock, and answers the id of each. */
async function anOldAndANew(type = 'signed_in'): Promise<{ old: number; new: number }> {
  const { rows } = await world.pool.query(
    `insert into events (type, user_id, created_at) values
       ($1, 1, now() - interval '366 days'), ($1, 1, now() - interval '364 days') returning id::int`,
    [type],
  )
  return { old: rows[0].id, new: rows[1].id }
}

const rows = async () => (await world.pool.query('select * from events order by id')).rows

/** The SQLSTATE of a refusal by the triggers: `restrict_violation`. */
const refused = { code: '23001' }

// ASVS 16.4.2
describe('events, for the owner of the table too,', () => {
  it.each([
    'update events set type = type where id = $1',
    `update events set detail = 'x' where id = $1`,
    'delete from events where id = $1',
    'delete from events where id >= $1',
    'with gone as (delete from events where id = $1 returning 1) select count(*) from gone',
    `insert into events (id, type, user_id, created_at) overriding system value values ($1, 'x', 1, now())
       on conflict (id) do update set type = 'forged'`,
    `merge into events using (select $1::bigint as id) as it on events.id = it.id when matched then delete`,
  ])('refuse: %s', async (statement) => {
    const ids = await anOldAndANew()
    const before = await rows()
    await expect(world.pool.query(statement, [ids.new])).rejects.toMatchObject(refused)
    expect(await rows()).toEqual(before)
  })

  it('refuse to be emptied, alone, with others and through a reference', async () => {
    await anOldAndANew()
    const before = await rows()
    for (const statement of ['truncate events', 'truncate events, rate_limits', 'truncate events cascade'])
      await expect(world.pool.query(statement)).rejects.toMatchObject(refused)
    expect(await rows()).toEqual(before)
  })

  it('refuse a statement whole that deletes old ones and one that is not', async () => {
    const ids = await anOldAndANew()
    const before = await rows()
    await expect(
      world.pool.query('delete from events where id = any($1)', [[ids.old, ids.new]]),
    ).rejects.toMatchObject(refused)
    expect(await rows()).toEqual(before)
  })

  it('refuse it in the middle of a transaction, which is undone', async () => {
    const ids = await anOldAndANew()
    const before = await rows()
    await withClient(world.ctx.env.databaseUrl, async (client) => {
      await client.query('begin')
      await client.query(`insert into events (type, user_id, created_at) values ('signed_in', 1, now())`)
      await expect(client.query('delete from events where id = $1', [ids.new])).rejects.toMatchObject(refused)
      await client.query('commit')
    })
    expect(await rows()).toEqual(before)
  })

  it('are not younger or older for a forged clock of a session', async () => {
    const ids = await anOldAndANew()
    await withClient(world.ctx.env.databaseUrl, async (client) => {
      await client.query(`set timezone = 'Pacific/Kiritimati'`)
      await expect(client.query('delete from events where id = $1', [ids.new])).rejects.toMatchObject(refused)
    })
  })
})

describe('the clean-up of events', () => {
  it('deletes those past their age, and no other, by the database’s clock', async () => {
    const ids = await anOldAndANew()
    world.ctx.now.advance(-2 * LIFETIMES.event)
    expect((await cleanUp(world.ctx)).events).toBeGreaterThan(0)
    world.ctx.now.advance(4 * LIFETIMES.event)
    await cleanUp(world.ctx)
    world.ctx.now.advance(-2 * LIFETIMES.event)
    const left = (await rows()).map(({ id }) => Number(id))
    expect(left).not.toContain(ids.old)
    expect(left).toContain(ids.new)
  })

  it('deletes at the very edge of LIFETIMES.event, and not a moment before', async () => {
    // `now()` is the time of the transaction, so both ages are exact.
    await withClient(world.ctx.env.databaseUrl, async (client) => {
      await client.query('begin')
      const age = `${LIFETIMES.event / DAY} days`
      await client.query(
        `insert into events (type, user_id, created_at) values
           ('edge', 2, now() - $1::interval), ('before', 2, now() - $1::interval + interval '1 microsecond')`,
        [age],
      )
      const types = async () =>
        (await client.query('select type from events where user_id = 2')).rows.map(({ type }) => type)
      await client.query('select delete_old_events(1000)')
      expect(await types()).toEqual(['before'])
      await expect(client.query('delete from events where user_id = 2')).rejects.toMatchObject(refused)
      await client.query('rollback')
    })
  })

  it('takes no more than a batch at a time, the oldest first', async () => {
    await world.pool.query(
      `insert into events (type, user_id, created_at)
         select 'signed_in', 3, now() - interval '400 days' + i * interval '1 minute' from generate_series(1, 5) i`,
    )
    const take = async () =>
      (await world.pool.query('select delete_old_events(2) as deleted')).rows[0].deleted
    const places = async () =>
      (await world.pool.query('select id from events where user_id = 3 order by created_at')).rows.length
    expect(await take()).toBe(2)
    expect(await places()).toBe(3)
    await take()
    expect(await take()).toBe(1)
    expect(await take()).toBe(0)
  })

  it('shares the work with another that runs at once', async () => {
    await world.pool.query(
      `insert into events (type, user_id, created_at)
         select 'signed_in', 4, now() - interval '400 days' from generate_series(1, 2500)`,
    )
    const [one, other] = await Promise.all([cleanUp(world.ctx), cleanUp(world.ctx)])
    expect((one.events ?? 0) + (other.events ?? 0)).toBeGreaterThanOrEqual(2500)
  })
})

it('a dump of events is restored, old and new alike', async () => {
  await anOldAndANew()
  await recordEvent(world.ctx, { type: 'registered', userId: 5, actorId: 5, origin: null })
  const dumped = await rows()
  await withClient(world.ctx.env.databaseUrl, async (client) => {
    // As `pg_restore --data-only` does it, where the table has its triggers.
    await client.query(`select pg_catalog.set_config('search_path', '', false)`)
    await client.query(
      `insert into public.events overriding system value
         select id + 1000000, type, user_id, actor_id, detail, created_at, session, browser, system, country, network, result
         from public.events`,
    )
  })
  expect(await rows()).toHaveLength(2 * dumped.length)
})
