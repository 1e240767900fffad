import { describe, expect, it } from 'vitest'
import { refreshQuota, reserveSlot, slowDown } from '../../../../lib/email/send/throttle'
import { DAY, MINUTE, SECOND, shift } from '../../../../lib/kernel/clock'
import { type Process, queue, sendingProcesses } from './processes'

const { provider, start, beside, ready } = sendingProcesses()

/** Every slot that these processes get while time passes; in each, three loops take all they can. */
async function slotsDuring(
  milliseconds: number,
  processes: Process[],
  now: Process['now'],
): Promise<number[]> {
  const slots: number[] = []
  const drain = async (ctx: Process) => {
    for (let slot = await reserveSlot(ctx); slot; slot = await reserveSlot(ctx)) slots.push(slot.getTime())
  }
  for (let passed = 0; passed < milliseconds; passed += 250) {
    await Promise.all(processes.flatMap((ctx) => [drain(ctx), drain(ctx), drain(ctx)]))
    now.advance(250)
  }
  return slots.toSorted((one, other) => one - other)
}

/** The most slots in any one second. */
const busiest = (slots: number[]): number =>
  Math.max(...slots.map((from) => slots.filter((slot) => slot >= from && slot < from + SECOND).length))

/** The rate in use: the slots of the next second, counted by taking them all. */
async function slotsNow(ctx: Process): Promise<number> {
  await ctx.db.execute('update email_throttle set next_slot_at = null')
  let count = 0
  while (await reserveSlot(ctx)) count += 1
  return count
}

describe('the send rate', () => {
  it('is never exceeded by all processes together, and is used', async () => {
    const ctx = await ready()
    const slots = await slotsDuring(5 * SECOND, [ctx, beside(ctx), beside(ctx)], ctx.now)
    expect(busiest(slots)).toBe(10)
    expect(slots.length).toBeGreaterThanOrEqual(50)
    const gaps = slots.slice(1).map((slot, index) => slot - (slots[index] ?? 0))
    expect(Math.min(...gaps)).toBe(100)
  })

  it('would be exceeded if each process had a row of its own: the control', async () => {
    const [one, other] = [await ready(), await ready()]
    const slots = await slotsDuring(2 * SECOND, [{ ...other, now: one.now }, one], one.now)
    expect(busiest(slots)).toBe(20)
  })

  it('gives no slot away that nobody would wait for', async () => {
    const ctx = await ready({ ratePerSecond: 1, remainingToday: -1 })
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    expect(await reserveSlot(ctx)).toEqual(shift(ctx.now(), SECOND))
    for (let poll = 0; poll < 20; poll += 1) expect(await reserveSlot(ctx)).toBeNull()
    ctx.now.advance(SECOND)
    expect(await reserveSlot(ctx)).toEqual(shift(ctx.now(), SECOND))
  })

  it('costs nothing while no message is due', async () => {
    const ctx = await ready()
    await ctx.db.execute(`update email_messages set due_at = due_at + interval '1 second'`)
    expect(await reserveSlot(ctx)).toBeNull()
    ctx.now.advance(SECOND)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
  })

  it('is unlimited, without a statement, where the provider has none', async () => {
    const ctx = await start()
    const silent = { ...ctx, mail: { ...ctx.mail, quota: undefined }, db: undefined as never }
    expect(await reserveSlot(silent)).toEqual(ctx.now())
    await refreshQuota(silent)
    await slowDown(silent, 'Throttling', 1)
  })

  it('is unlimited while it is not known, but for a pause', async () => {
    const ctx = await start()
    provider.quota = new Error('may not be read')
    await queue(ctx)
    for (let count = 0; count < 100; count += 1) expect(await reserveSlot(ctx)).toEqual(ctx.now())
    await slowDown(beside(ctx), 'Throttling', 1)
    expect(await reserveSlot(ctx)).toBeNull()
    ctx.now.advance(SECOND)
    for (let count = 0; count < 100; count += 1) expect(await reserveSlot(ctx)).toEqual(ctx.now())
  })
})

describe('a pause', () => {
  it.each([
    ['Throttling', 1, SECOND],
    ['ThrottlingException', 3, 4 * SECOND],
    ['TooManyRequestsException', 50, MINUTE],
    ['DailyQuotaExceeded', 1, 15 * MINUTE],
  ])('%s, attempt %i: holds every process for %i ms', async (code, attempts, pause) => {
    const ctx = await ready()
    const other = beside(ctx)
    await slowDown(ctx, code, attempts)
    ctx.now.advance(pause - SECOND)
    for (const each of [ctx, other]) expect(await reserveSlot(each)).toBeNull()
    ctx.now.advance(SECOND - 1)
    for (const each of [ctx, other]) expect(await reserveSlot(each)).toBeNull()
    ctx.now.advance(1)
    for (const each of [ctx, other]) expect(await reserveSlot(each)).not.toBeNull()
  })

  it('is not shortened by another refusal, nor caused by one about something else', async () => {
    const ctx = await ready()
    await slowDown(ctx, 'MessageRejected', 1)
    expect(await reserveSlot(ctx)).not.toBeNull()
    await slowDown(ctx, 'Throttling', 3)
    await slowDown(beside(ctx), 'Throttling', 1)
    ctx.now.advance(3 * SECOND)
    expect(await reserveSlot(ctx)).toBeNull()
  })
})

describe('after throttling', () => {
  /** Slots at this rate within a second, both ends included; PostgreSQL keeps whole microseconds. */
  const atRate = (rate: number) => Math.floor(1e6 / Math.round(1e6 / rate)) + 1

  it('the rate is halved once for everything that left before the pause', async () => {
    const ctx = await ready({ ratePerSecond: 100, remainingToday: -1 })
    await Promise.all([ctx, beside(ctx), ctx].map((each) => slowDown(each, 'Throttling', 1)))
    ctx.now.advance(SECOND)
    expect(await slotsNow(ctx)).toBe(atRate(50))
    await slowDown(ctx, 'Throttling', 1)
    ctx.now.advance(10 * SECOND)
    expect(await slotsNow(ctx)).toBe(atRate(25))
  })

  it('never falls below one a second, nor below a provider’s that is lower', async () => {
    const ctx = await ready({ ratePerSecond: 4, remainingToday: -1 })
    for (let refusal = 0; refusal < 5; refusal += 1) {
      await slowDown(ctx, 'Throttling', 1)
      ctx.now.advance(2 * SECOND)
    }
    expect(await slotsNow(ctx)).toBe(atRate(1))
    const slow = await ready({ ratePerSecond: 0.5, remainingToday: -1 })
    await slowDown(slow, 'Throttling', 1)
    slow.now.advance(SECOND)
    expect(await reserveSlot(slow)).toEqual(slow.now())
    slow.now.advance(2 * SECOND)
    expect(await reserveSlot(slow)).toEqual(slow.now())
  })

  it('comes back by 10 % for each quiet minute, at its end and not before, up to the provider’s', async () => {
    const ctx = await ready({ ratePerSecond: 100, remainingToday: -1 })
    await slowDown(ctx, 'Throttling', 1)
    ctx.now.advance(SECOND)
    ctx.now.advance(MINUTE - SECOND)
    expect(await slotsNow(ctx)).toBe(atRate(50))
    ctx.now.advance(SECOND)
    expect(await slotsNow(ctx)).toBe(atRate(55))
    ctx.now.advance(MINUTE)
    expect(await slotsNow(ctx)).toBe(atRate(60.5))
    ctx.now.advance(DAY * 30)
    expect(await slotsNow(beside(ctx))).toBe(atRate(100))
  })

  it('a used-up day does not touch the rate', async () => {
    const ctx = await ready({ ratePerSecond: 100, remainingToday: -1 })
    await slowDown(ctx, 'DailyQuotaExceeded', 1)
    ctx.now.advance(15 * MINUTE)
    expect(await slotsNow(ctx)).toBe(atRate(100))
  })
})
