import { describe, expect, it } from 'vitest'
import { deliverDue } from '../../../../lib/email/send/worker'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { readCanary } from '../../../../lib/monitor/canary/canary'
import { tendCanary } from '../../../../lib/monitor/canary/tend'
import { canariesOf } from '../../../support/canaries'
import { worldPerTest } from '../../../support/world-lifetime'

const INTERVAL = 5 * MINUTE

const SILENCE = 15 * MINUTE

const world = worldPerTest({ env: { EMAIL_CANARY_MINUTES: '5' } })
const { newestId, reportDelivered, pass, aSilentProvider } = canariesOf(world)

describe('the reading of the canaries', () => {
  const reading = () => readCanary(world.ctx, world.ctx.env.email.canaryInterval)

  it('is nothing good before the first has arrived', async () => {
    expect(await reading()).toEqual({
      state: 'late',
      lastSentAt: null,
      lastDeliveredAt: null,
      missingSince: null,
      latencyMs: null,
    })
    await tendCanary(world.ctx)
    await deliverDue(world.ctx)
    const now = world.ctx.now()
    expect(await reading()).toMatchObject({ state: 'late', lastSentAt: now, missingSince: now })
  })

  it('is how long the whole way took: the median, from the outbox to the report', async () => {
    for (const latency of [3, 60, 1]) {
      await tendCanary(world.ctx)
      world.ctx.now.advance(SECOND)
      await deliverDue(world.ctx)
      world.ctx.now.advance((latency - 1) * SECOND)
      await reportDelivered(await newestId())
      expect(await reading()).toMatchObject({ state: 'fine', lastDeliveredAt: world.ctx.now() })
      world.ctx.now.advance(INTERVAL)
    }
    expect(await reading()).toMatchObject({ latencyMs: 3 * SECOND })
  })

  it('turns late, then silent, then fine again', async () => {
    await aSilentProvider()
    const heardAt = world.ctx.now()
    await pass(2 * INTERVAL - MINUTE)
    expect(await reading()).toMatchObject({ state: 'fine' })
    await pass(MINUTE)
    expect(await reading()).toMatchObject({ state: 'late', lastDeliveredAt: heardAt })
    await pass(SILENCE - INTERVAL)
    expect(await reading()).toMatchObject({ state: 'silent', lastDeliveredAt: heardAt })
    await pass(INTERVAL, { step: INTERVAL, isHeard: true })
    expect(await reading()).toMatchObject({ state: 'fine' })
  })

  it('is silence when no server sends any', async () => {
    await aSilentProvider()
    world.ctx.now.advance(2 * INTERVAL - SECOND)
    expect(await reading()).toMatchObject({ state: 'fine' })
    world.ctx.now.advance(SECOND)
    expect(await reading()).toMatchObject({ state: 'late' })
    world.ctx.now.advance(SILENCE - 2 * INTERVAL)
    expect(await reading()).toMatchObject({ state: 'silent' })
  })
})
