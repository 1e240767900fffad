import { afterEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { readDeliveries } from '../../../../lib/monitor/count/deliveries'
import { sample } from '../../../../lib/monitor/gauge/sample'
import { readMetrics } from '../../../../lib/monitor/metrics/read'
import { writeMetrics } from '../../../../lib/monitor/metrics/text'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { replayDead, replayRange } from '../../../../lib/webhook/replay'
import { deliverEventsDue } from '../../../../lib/webhook/send/worker'
import { anEndpoint } from '../../../support/receiver'
import { webhookWorld } from '../../webhook/world'

const { world, clear } = webhookWorld()

afterEach(clear)

const read = () => readDeliveries(world.ctx)
const deliver = () => deliverEventsDue(world.ctx)

/** Makes an event of somebody, now by the world's clock. */
const happenNow = (subject: string) =>
  world.pool.query(
    `insert into webhook_events (type, subject, created_at) values ('user.verified', $1, $2)`,
    [subject, world.ctx.now()],
  )

const giveUp = () =>
  world.pool.query(`update webhook_deliveries set status = 'dead', settled_at = $1`, [world.ctx.now()])

describe('figures of deliveries', () => {
  it('are 0 where nobody hears of events', async () => {
    await happenNow('usr_one')
    expect(await read()).toEqual({ waiting: 0, oldest: 0, dead: 0 })
  })

  it('count what waits, with the age of the oldest since its event', async () => {
    const endpoint = await anEndpoint(world, { behave: () => 503 })
    await happenNow('usr_one')
    world.ctx.now.advance(10 * MINUTE)
    await happenNow('usr_two')
    expect(await read()).toEqual({ waiting: 2, oldest: 600, dead: 0 })
    await deliver()
    world.ctx.now.advance(10 * MINUTE)
    const { waiting, oldest } = await read()
    // From the first try on, by the time of that: the worker's delay is no part of it.
    expect([waiting, oldest]).toEqual([2, 600])
    endpoint.behave = () => 200
    await deliver()
    expect(await read()).toEqual({ waiting: 0, oldest: 0, dead: 0 })
  })

  it('count what was given up, for a day', async () => {
    await anEndpoint(world)
    await happenNow('usr_one')
    await giveUp()
    expect(await read()).toEqual({ waiting: 0, oldest: 0, dead: 1 })
    world.ctx.now.advance(DAY - 1)
    expect(await read()).toMatchObject({ dead: 1 })
    world.ctx.now.advance(1)
    expect(await read()).toMatchObject({ dead: 0 })
  })

  it.each(['one', 'range'] as const)('begin anew when events are sent again (%s)', async (way) => {
    const endpoint = await anEndpoint(world)
    await happenNow('usr_one')
    await giveUp()
    world.ctx.now.advance(2 * DAY)
    if (way === 'one') await replayDead(world.ctx, endpoint)
    else await replayRange(world.ctx, endpoint, { from: new Date(0), to: world.ctx.now() })
    expect(await read()).toEqual({ waiting: 1, oldest: 0, dead: 0 })
    world.ctx.now.advance(HOUR)
    expect(await read()).toEqual({ waiting: 1, oldest: 3600, dead: 0 })
  })

  it.each([
    ['operator', 0],
    ['gone', 1],
  ])('of a service that is off by %s: %i given up', async (reason, dead) => {
    await anEndpoint(world)
    await happenNow('usr_one')
    await giveUp()
    await world.pool.query('update webhook_endpoints set off_at = now(), off_reason = $1', [reason])
    expect(await read()).toMatchObject({ dead })
  })

  it('stand in both formats of the metrics, and on the dashboard with their states and trends', async () => {
    await anEndpoint(world)
    await happenNow('usr_one')
    world.ctx.now.advance(HOUR)
    const metrics = await readMetrics(world.ctx)
    for (const format of ['text', 'openmetrics'] as const) {
      const text = writeMetrics(metrics, format)
      expect(text).toContain('# TYPE huntaze_webhook_deliveries_waiting gauge')
      expect(text).toMatch(/^huntaze_webhook_deliveries_waiting 1$/m)
      expect(text).toMatch(/^huntaze_webhook_deliveries_oldest_seconds 3600$/m)
      expect(text).toMatch(/^huntaze_webhook_deliveries_dead 0$/m)
    }
    await sample(world.ctx)
    const { figures, trends } = (await readReport(world.ctx, '1h')).application
    expect(figures.eventsOldest).toMatchObject({ value: 3600, state: 'alarm', threshold: 3600 })
    expect(figures.eventsWaiting).toMatchObject({ value: 1, state: 'fine' })
    expect(trends.eventsOldest.values.at(-1)).toBe(3600)
  })
})
