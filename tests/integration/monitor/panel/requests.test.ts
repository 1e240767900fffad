import { describe, expect, it } from 'vitest'
import type { Span } from '../../../../lib/i18n/span'
import { MINUTE } from '../../../../lib/kernel/clock'
import { RequestCounter } from '../../../../lib/monitor/count/requests'
import { createMonitor } from '../../../../lib/monitor/monitor'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const report = (span: Span = '1h') => readReport(world.ctx, span)

describe('requests', () => {
  it('of every instance are added up, with latency and errors', async () => {
    const other = new RequestCounter(world.ctx.now)
    const second = createMonitor(world.ctx, { counter: other, longLived: true, version: 'test' })
    for (let n = 0; n < 95; n += 1) world.counter.count(200, 4)
    for (let n = 0; n < 5; n += 1) other.count(500, 400)
    await world.monitor.round()
    await second.round()
    const { figures, trends, instances } = (await report()).application
    expect(figures.requestsPerMinute.value).toBe(100)
    expect(trends.requestsPerMinute.values.at(-1)).toBe(100)
    expect(figures.latency.value).toBeCloseTo((95 * 4 + 5 * 400) / 100)
    expect(figures.latencyP95.value).toBeGreaterThan(2.5)
    expect(figures.latencyP95.value).toBeLessThanOrEqual(5)
    expect(figures.errorRate).toMatchObject({ value: 5, state: 'alarm', threshold: 1 })
    expect(figures.instances.value).toBe(2)
    expect(instances.map(({ id }) => id).toSorted()).toEqual(
      [world.monitor.instance.id, second.instance.id].toSorted(),
    )
  })

  it('of one minute are added to what is there, and spans see them by minute and by hour', async () => {
    world.counter.count(200, 4)
    await world.monitor.round()
    world.ctx.now.advance(MINUTE)
    world.counter.count(200)
    await world.monitor.round()
    const hour = (await report('1h')).application
    expect(hour.trends.requestsPerMinute.values.slice(-2)).toEqual([101, 1])
    // A request whose time is not known counts, and makes nothing faster or slower.
    expect(hour.trends.latency.values.slice(-1)).toEqual([null])
    const week = (await report('7d')).application
    expect(week.figures.errorRate.value).toBeCloseTo(500 / 102)
    expect(week.figures.latency.value).toBeCloseTo((96 * 4 + 5 * 400) / 101)
  })

  it('stay in memory while the database is away, and are stored afterwards', async () => {
    const counter = new RequestCounter(world.ctx.now)
    const { db } = world.ctx
    const ctx = { ...world.ctx, db: new Proxy(db, { get: () => () => Promise.reject(new Error('away')) }) }
    counter.count(200, 1)
    await expect(createMonitor(ctx, { counter, longLived: true, version: 'test' }).round()).rejects.toThrow(
      'away',
    )
    counter.count(503, 1)
    const before = (await report()).application.trends.requestsPerMinute.values.at(-1) ?? 0
    await createMonitor(world.ctx, { counter, longLived: false, version: 'test' }).round()
    expect((await report()).application.trends.requestsPerMinute.values.at(-1)).toBe(before + 2)
  })
})
