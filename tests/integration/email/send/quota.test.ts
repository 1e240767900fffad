import { describe, expect, it } from 'vitest'
import { readQuotaAfresh, refreshQuota, reserveSlot, slowDown } from '../../../../lib/email/send/throttle'
import { deliverDue, runWorker } from '../../../../lib/email/send/worker'
import { SendError } from '../../../../lib/email/transport/send-error'
import { MINUTE, SECOND, shift, systemClock } from '../../../../lib/kernel/clock'
import { type Process, queue, sendingProcesses } from './processes'

const { provider, start, beside, ready } = sendingProcesses()

describe('the daily quota', () => {
  // ASVS 15.4.1
  it('is shared: three left are three messages over all processes', async () => {
    const ctx = await ready({ ratePerSecond: -1, remainingToday: 3 })
    const other = beside(ctx)
    const slots = await Promise.all(
      Array.from({ length: 12 }, (_, index) => reserveSlot(index % 2 ? ctx : other)),
    )
    expect(slots.filter((slot) => slot !== null)).toHaveLength(3)
  })

  it('has room again when the provider says so, after 15 minutes and not before', async () => {
    const ctx = await ready({ ratePerSecond: 10, remainingToday: 0 })
    expect(provider.logged.join()).toContain('email_quota_used_up')
    provider.quota = { ratePerSecond: 10, remainingToday: 1 }
    ctx.now.advance(15 * MINUTE - SECOND)
    await refreshQuota(ctx)
    expect(await reserveSlot(ctx)).toBeNull()
    ctx.now.advance(SECOND)
    await refreshQuota(ctx)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    expect(await reserveSlot(ctx)).toBeNull()
  })

  it('is read once for all processes', async () => {
    const ctx = await start()
    const processes = [ctx, beside(ctx), beside(ctx)]
    const refreshAll = () => Promise.all([...processes, ...processes].map(refreshQuota))
    await refreshAll()
    expect(provider.asked).toBe(1)
    ctx.now.advance(15 * MINUTE - SECOND)
    await refreshAll()
    expect(provider.asked).toBe(1)
    ctx.now.advance(SECOND)
    await refreshAll()
    expect(provider.asked).toBe(2)
  })

  it('keeps the old figures when it cannot be read, and logs a code and nothing else', async () => {
    const ctx = await ready({ ratePerSecond: 1, remainingToday: 1 })
    provider.quota = Object.assign(new Error('arn:aws:iam::123456789012'), { code: 'AccessDenied' })
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    expect(await reserveSlot(ctx)).toBeNull()
    const line = provider.logged.find((one) => one.includes('email_quota_unknown'))
    expect(line).toContain('"code":"AccessDenied"')
    expect(line).not.toContain('123456789012')
    provider.quota = Object.assign(new Error('no'), { code: 'to jean@example.com' })
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(provider.logged.at(-1)).toContain('"code":"UnknownError"')
  })

  it('does not stay used up for ever when it can no longer be read', async () => {
    const ctx = await ready({ ratePerSecond: 10, remainingToday: 0 })
    provider.quota = new Error('gone')
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
  })
})

describe('a used-up day', () => {
  it('ends within a minute for everybody, when a process starts and the provider has room again', async () => {
    const ctx = await ready({ ratePerSecond: -1, remainingToday: 5 })
    await slowDown(ctx, 'DailyQuotaExceeded', 1)
    await readQuotaAfresh(beside(ctx))
    ctx.now.advance(MINUTE)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    await slowDown(ctx, 'DailyQuotaExceeded', 1)
    provider.quota = { ratePerSecond: -1, remainingToday: 0 }
    await readQuotaAfresh(beside(ctx))
    ctx.now.advance(MINUTE)
    expect(await reserveSlot(ctx)).toBeNull()
  })
})

describe('a rate that the provider lowered', () => {
  /** Milliseconds until the last of so many messages that a newly started process sends. */
  async function timeToSend(ctx: Process, count: number): Promise<number> {
    await queue(ctx, count)
    const [at, stopping]: [number[], AbortController] = [[], new AbortController()]
    const send = async () => {
      at.push(performance.now())
      if (at.length === count) stopping.abort()
      return { providerMessageId: `sent-${at.length}` }
    }
    const started = performance.now()
    await runWorker({ ...beside(ctx), mail: { ...ctx.mail, send } }, stopping.signal, async () => {})
    return (at.at(-1) ?? 0) - started
  }

  it('is read by a process that starts, however fresh the figures that it finds', async () => {
    const ctx = { ...(await start()), now: systemClock as Process['now'] }
    provider.quota = { ratePerSecond: 100, remainingToday: -1 }
    await refreshQuota(ctx)
    provider.quota = { ratePerSecond: 4, remainingToday: -1 }
    expect(await timeToSend(ctx, 5)).toBeGreaterThan(950)
    expect(provider.asked).toBe(2)
  })

  it('is read by each of ten that start at once', async () => {
    const ctx = await ready({ ratePerSecond: 100, remainingToday: -1 })
    const asked = provider.asked
    await Promise.all(Array.from({ length: 10 }, () => readQuotaAfresh(ctx)))
    expect(provider.asked).toBe(asked + 10)
    await refreshQuota(ctx)
    expect(provider.asked).toBe(asked + 10)
  })

  it('is read for everybody at the first refusal, and once', async () => {
    const ctx = await ready({ ratePerSecond: 100, remainingToday: -1 })
    const asked = provider.asked
    provider.quota = { ratePerSecond: 2, remainingToday: -1 }
    await slowDown(ctx, 'Throttling', 1)
    await Promise.all([slowDown(beside(ctx), 'Throttling', 1), slowDown(ctx, 'Throttling', 1)])
    expect(provider.asked).toBe(asked + 1)
    ctx.now.advance(SECOND)
    const slots = [await reserveSlot(beside(ctx)), await reserveSlot(ctx)]
    expect(slots).toEqual([ctx.now(), shift(ctx.now(), SECOND / 2)])
  })
})

describe('the worker', () => {
  it('spreads what three processes send', async () => {
    const ctx = { ...(await start()), now: systemClock as Process['now'] }
    provider.quota = { ratePerSecond: 20, remainingToday: 100 }
    await queue(ctx, 12)
    const at: number[] = []
    const send = async () => {
      at.push(performance.now())
      return { providerMessageId: `sent-${at.length}` }
    }
    const processes = [ctx, beside(ctx), beside(ctx)].map((each) => ({
      ...each,
      mail: { ...ctx.mail, send },
    }))
    const started = performance.now()
    const counts = await Promise.all(processes.map((each) => deliverDue(each)))
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(12)
    // Twelve at 20 a second: the last leaves 550 ms after the first. Slots are counted by a clock that may be set right meanwhile.
    expect((at.at(-1) ?? 0) - started).toBeGreaterThan(450)
    expect(provider.asked).toBe(1)
  })

  it('stops every process at the first refusal', async () => {
    const ctx = await start()
    await queue(ctx, 3)
    provider.quota = { ratePerSecond: -1, remainingToday: -1 }
    ctx.mail.fail(new SendError('DailyQuotaExceeded', false))
    await deliverDue(ctx)
    const { length } = ctx.mail.sent
    await queue(ctx)
    expect(await deliverDue(beside(ctx))).toMatchObject({ sent: 0 })
    expect(ctx.mail.sent).toHaveLength(length)
    ctx.now.advance(15 * MINUTE)
    expect((await deliverDue(beside(ctx))).sent).toBe(4 - length)
  })
})
