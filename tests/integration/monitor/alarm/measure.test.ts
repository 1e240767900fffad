import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { measure } from '../../../../lib/monitor/alarm/measure'
import { RequestCounter } from '../../../../lib/monitor/count/requests'
import { createMonitor } from '../../../../lib/monitor/monitor'
import type { World } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

const measured = async (world: World, wanted: string) =>
  (await measure(world.ctx)).find(({ name }) => name === wanted)

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
