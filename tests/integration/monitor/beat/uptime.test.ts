import { describe, expect, it } from 'vitest'
import type { Span } from '../../../../lib/i18n/span'
import { DAY, HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { RequestCounter } from '../../../../lib/monitor/count/requests'
import { createMonitor } from '../../../../lib/monitor/monitor'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const report = (span: Span = '1h') => readReport(world.ctx, span)

const values = (series: { values: (number | null)[] }) => series.values.filter((value) => value !== null)

describe('heartbeats', () => {
  const uptime = async (span: Span = '1h') => (await report(span)).application.figures.uptime

  it('tell the share of minutes with somebody alive, from the first beat on', async () => {
    expect(await uptime()).toMatchObject({ value: null, why: 'no_full_minute_yet' })
    for (let minute = 0; minute < 6; minute += 1) {
      await world.monitor.round()
      world.ctx.now.advance(MINUTE)
    }
    expect((await uptime()).value).toBe(100)
    world.ctx.now.advance(2 * MINUTE)
    expect((await uptime()).value).toBe(75)
    const { instances } = (await report()).application
    expect(instances).toEqual([])
  })

  it('of a second instance, and of a restarted one, keep it up', async () => {
    const second = createMonitor(world.ctx, {
      counter: new RequestCounter(world.ctx.now),
      longLived: true,
      version: 'test',
    })
    await second.round()
    world.ctx.now.advance(MINUTE)
    const third = createMonitor(world.ctx, {
      counter: new RequestCounter(world.ctx.now),
      longLived: true,
      version: 'test',
    })
    await third.round()
    const { figures, instances, trends } = (await report()).application
    expect(figures.instances.value).toBe(1)
    expect(instances[0]).toMatchObject({
      id: third.instance.id,
      startedAt: world.ctx.now().toISOString(),
      version: 'test',
    })
    expect(figures.uptime.value).toBeCloseTo(700 / 9)
    expect(values(trends.uptime)).toEqual([100, 100, 100, 100, 100, 100, 0, 0, 100])
  })

  it('say the same after a day, by quarters of an hour', async () => {
    world.ctx.now.advance(DAY - HOUR)
    const { value } = await uptime('24h')
    expect(value).toBeGreaterThan(0.5)
    expect(value).toBeLessThan(0.7)
  })
})
