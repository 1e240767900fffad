import { describe, expect, it } from 'vitest'
import { refreshQuota, reserveSlot } from '../../../../lib/email/send/throttle'
import { deliverDue } from '../../../../lib/email/send/worker'
import { SendError } from '../../../../lib/email/transport/send-error'
import { MINUTE, SECOND, systemClock } from '../../../../lib/kernel/clock'
import { type Process, queue, sendingProcesses } from './processes'

const { provider, start, beside, ready } = sendingProcesses()

describe('the daily quota', () => {
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
    // Twelve at 20 a second: the last leaves 550 ms after the first, which may itself be late.
    expect((at.at(-1) ?? 0) - started).toBeGreaterThan(540)
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
