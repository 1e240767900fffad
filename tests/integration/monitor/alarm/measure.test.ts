import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { measure } from '../../../../lib/monitor/alarm/measure'
import { RequestCounter } from '../../../../lib/monitor/count/requests'
import { createMonitor } from '../../../../lib/monitor/monitor'
import type { World } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

const measured = async (world: World, wanted: string) =>
  (await measure(world.ctx)).find(({ name }) => name === wanted)

describe('the oldest message in the queue', () => {
  /** Messages that wait for half an hour, each to somebody else. */
  const waiting = (world: World, count: number, error: string | null) =>
    world.pool.query(
      `insert into email_messages (kind, status, attempts, last_error, recipient_hash, sealed, due_at, created_at)
       select 'welcome', 'queued', 4, $2, int4send(n), '\\x00', $1, $1 from generate_series(1, $3) n`,
      [world.ctx.now(), error, count],
    )
  const health = async (world: World) => {
    world.ctx.now.advance(30 * MINUTE)
    return (await measured(world, 'oldest_queued'))?.health
  }

  it.each([
    ['that was never tried', 1, null, 'alarm'],
    ['that nobody takes', 1, 'SMTP_ECONNREFUSED', 'alarm'],
    ['whose login is refused', 1, 'LoginRefused', 'alarm'],
    ['that meets a closed server', 1, 'SMTP_421', 'alarm'],
    ['that one recipient’s server puts off', 1, 'PolicyRefused', 'fine'],
    ['that one recipient’s server puts off for now', 2, 'SMTP_451', 'fine'],
    ['that every recipient’s server puts off', 3, 'PolicyRefused', 'alarm'],
  ])('%s: %i by %s', async (_, count, error, expected) => {
    const world = await aWorld()
    await waiting(world, count, error)
    expect(await health(world)).toBe(expected)
  })

  it('is no alarm while most others are taken', async () => {
    const world = await aWorld()
    await waiting(world, 3, 'PolicyRefused')
    world.ctx.now.advance(10 * MINUTE)
    await world.pool.query(
      `insert into email_messages (kind, status, provider_message_id, due_at, created_at, settled_at)
       select 'welcome', 'sent', n, $1, $1, $1 from generate_series(1, 4) n`,
      [world.ctx.now()],
    )
    expect(await health(world)).toBe('fine')
  })
})

describe('the window of an alarm', () => {
  it('is a quarter of an hour for errors', async () => {
    const world = await aWorld()
    for (let request = 0; request < 10; request += 1) world.counter.count(500, 1)
    await world.monitor.round()
    world.ctx.now.advance(14 * MINUTE)
    expect(await measured(world, 'error_rate')).toMatchObject({ value: 100, health: 'alarm' })
    world.ctx.now.advance(2 * MINUTE)
    expect(await measured(world, 'error_rate')).toMatchObject({ value: null, health: 'fine' })
  })

  it('is an hour for an instance that was lost', async () => {
    const world = await aWorld()
    await world.monitor.round()
    const survivor = createMonitor(world.ctx, {
      counter: new RequestCounter(world.ctx.now),
      longLived: false,
      version: 'test',
    })
    for (let beat = 0; beat < 12; beat += 1) {
      world.ctx.now.advance(10 * SECOND)
      await survivor.round()
    }
    world.ctx.now.advance(57 * MINUTE)
    expect(await measured(world, 'instance_lost')).toMatchObject({ value: 1, health: 'alarm' })
    world.ctx.now.advance(2 * MINUTE)
    expect(await measured(world, 'instance_lost')).toMatchObject({ value: 0, health: 'fine' })
  })
})
