import { describe, expect, it } from 'vitest'
import type { Span } from '../../../../lib/i18n/span'
import { MINUTE } from '../../../../lib/kernel/clock'
import { createMonitor } from '../../../../lib/monitor/monitor'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import type { World } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

const report = (world: World, span: Span = '1h') => readReport(world.ctx, span)

describe('requests per minute', () => {
  it('are taken over the time since the first heartbeat, as uptime is, in every span', async () => {
    const world = await aWorld()
    world.ctx.now.advance(7 * MINUTE)
    for (let minute = 0; minute < 20; minute += 1) {
      for (let request = 0; request < 60; request += 1) world.counter.count(200, 1)
      await createMonitor(world.ctx, { counter: world.counter, longLived: true, version: 'test' }).round()
      world.ctx.now.advance(MINUTE)
    }
    for (const span of ['1h', '24h', '7d', '30d'] as const) {
      const { figures, trends } = (await report(world, span)).application
      const { requestsPerMinute, uptime } = figures
      expect([span, requestsPerMinute.value, uptime.value]).toEqual([span, 60, 100])
      const points = trends.requestsPerMinute.values.filter((value) => value)
      expect([span, new Set(points)]).toEqual([span, new Set([60])])
    }
    // Ten minutes without any halve what twenty had; half a minute that runs counts as half.
    world.ctx.now.advance(19.5 * MINUTE)
    const { requestsPerMinute } = (await report(world)).application.figures
    expect(requestsPerMinute.value).toBeCloseTo(1200 / 39.5)
  })
})

describe('uptime', () => {
  it('leaves out the minute that runs, with its heartbeat', async () => {
    const world = await aWorld()
    for (const minutes of [1, 1, 2]) {
      await world.monitor.round()
      world.ctx.now.advance(minutes * MINUTE)
    }
    await world.monitor.round()
    for (const span of ['1h', '24h'] as const)
      expect((await report(world, span)).application.figures.uptime.value).toBe(75)
  })
})
