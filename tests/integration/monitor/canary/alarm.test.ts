import { describe, expect, it } from 'vitest'
import { SendError } from '../../../../lib/email/transport/send-error'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { readCanary } from '../../../../lib/monitor/canary/canary'
import { tendCanary } from '../../../../lib/monitor/canary/tend'
import { cleanUp } from '../../../../lib/monitor/clean-up'
import { canariesOf } from '../../../support/canaries'
import { processesBeside } from '../../../support/process-beside'
import { worldPerTest } from '../../../support/world-lifetime'

const INTERVAL = 5 * MINUTE

const SILENCE = 15 * MINUTE

const world = worldPerTest({ env: { EMAIL_CANARY_MINUTES: '5' } })
const { newestId, reportDelivered, pass, aSilentProvider } = canariesOf(world)
const beside = processesBeside(world)

const logged = (event: string) => world.logged.filter((line) => line.includes(`"event":"${event}"`))

describe('the alarm', () => {
  it('is not raised while deliveries are reported, however long', async () => {
    await pass(3 * HOUR, { isHeard: true })
    expect(logged('canary_silent')).toEqual([])
    expect(await readCanary(world.ctx, world.ctx.env.email.canaryInterval)).toMatchObject({ state: 'fine' })
  })

  it('is raised when a canary has been silent for 15 minutes, and not a second before', async () => {
    await aSilentProvider()
    await pass(INTERVAL)
    await pass(SILENCE - SECOND, { step: SECOND })
    expect(logged('canary_silent')).toEqual([])
    await pass(SECOND, { step: SECOND })
    expect(logged('canary_silent')).toHaveLength(1)
    expect(logged('canary_silent')[0]).toContain('"level":"error"')
    expect(logged('canary_silent')[0]).toContain('POST /api/email-events')
  }, 60_000)

  it('is raised once a quiet period, in any number of processes and after restarts', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE - MINUTE)
    world.ctx.now.advance(MINUTE)
    await Promise.all(Array.from({ length: 10 }, beside).map((ctx) => tendCanary(ctx)))
    await pass(3 * HOUR)
    await tendCanary(beside())
    expect(logged('canary_silent')).toHaveLength(1)
    expect(logged('canary_recovered')).toEqual([])
  })

  it('says why when it is our side that sends nothing', async () => {
    await aSilentProvider()
    world.ctx.mail.fail(...Array.from({ length: 200 }, () => new SendError('AccessDenied', false)))
    await pass(INTERVAL + SILENCE)
    expect(logged('canary_silent')).toHaveLength(1)
    expect(logged('canary_silent')[0]).toMatch(/"code":"AccessDenied".*no mail leaves/)
  })

  it('ends with the next delivery, and can be raised again', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE)
    await pass(MINUTE, { isHeard: true })
    await Promise.all(Array.from({ length: 10 }, beside).map((ctx) => tendCanary(ctx)))
    expect(logged('canary_recovered')).toHaveLength(1)
    await pass(HOUR, { isHeard: true })
    expect(logged('canary_silent')).toHaveLength(1)
    await pass(INTERVAL + SILENCE)
    expect(logged('canary_silent')).toHaveLength(2)
    expect(logged('canary_recovered')).toHaveLength(1)
  })

  it('does not end with a report that was only late', async () => {
    await aSilentProvider()
    await pass(INTERVAL)
    const late = await newestId()
    await pass(2 * HOUR)
    await reportDelivered(late)
    await pass(MINUTE)
    expect(logged('canary_recovered')).toEqual([])
    expect(logged('canary_silent')).toHaveLength(1)
  })

  it('does not end because no server ran for a night', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE)
    world.ctx.now.advance(12 * HOUR)
    await pass(INTERVAL)
    expect(logged('canary_recovered')).toEqual([])
    await pass(HOUR)
    expect(logged('canary_silent')).toHaveLength(1)
    await pass(INTERVAL, { isHeard: true })
    expect(logged('canary_recovered')).toHaveLength(1)
  })

  it('is not raised over one report that was lost, nor over a night in which no server ran', async () => {
    await aSilentProvider()
    await pass(INTERVAL)
    await pass(INTERVAL, { step: INTERVAL, isHeard: true })
    await pass(INTERVAL, { step: INTERVAL })
    world.ctx.now.advance(12 * HOUR)
    await pass(HOUR, { isHeard: true })
    expect(logged('canary_silent')).toEqual([])
  })

  it('forgets a quiet period after 90 days, and never one that goes on', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE)
    world.ctx.now.advance(91 * DAY)
    expect(await cleanUp(world.ctx)).toMatchObject({ canary_silences: 0 })
    await pass(INTERVAL, { step: INTERVAL, isHeard: true })
    await pass(MINUTE)
    expect(logged('canary_recovered')).toHaveLength(1)
    world.ctx.now.advance(91 * DAY)
    expect(await cleanUp(world.ctx)).toMatchObject({ canary_silences: 1 })
  })
})
