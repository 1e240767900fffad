import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { register } from '../../../lib/auth/register'
import { openDatabase } from '../../../lib/db/client'
import { refreshQuota, reserveSlot, slowDown } from '../../../lib/email/send/throttle'
import { deliverDue } from '../../../lib/email/send/worker'
import { createSesTransport } from '../../../lib/email/ses'
import { SendError } from '../../../lib/email/transport/send-error'
import { DAY, MINUTE, SECOND, shift, systemClock } from '../../../lib/kernel/clock'
import type { SendQuota } from '../../../lib/kernel/ports'
import { quota as quotaAnswer, startSesAccountEndpoint } from '../../support/ses-account-endpoint'
import { refused, startSesEndpoint } from '../../support/ses-endpoint'
import { aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

/** What the provider answers next; `asked` counts how often it was asked. */
let quota: SendQuota | Error
let asked: number
let logged: string[]
let pools: Pool[]

beforeEach(() => {
  quota = { ratePerSecond: 10, remainingToday: -1 }
  asked = 0
  pools = []
})

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
})

type Process = World['ctx']

/** A database of its own, with a process that sends through a provider with a quota. */
async function start(): Promise<Process> {
  const world = await aWorld({ env: { RATE_LIMIT_SCALE: '100' }, poolSize: 4 })
  logged = world.logged
  const mail = Object.assign(world.ctx.mail, {
    async quota() {
      asked += 1
      if (quota instanceof Error) throw quota
      return quota
    },
  })
  return { ...world.ctx, mail }
}

/** Another process on the same database: its own connections, and nothing else in common. */
function beside(ctx: Process): Process {
  const { db, pool } = openDatabase(ctx.env.databaseUrl, ctx.log, 4)
  pools.push(pool)
  return { ...ctx, db }
}

async function queue(ctx: Process, count = 1): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const input = { name: 'Jean', email: freshEmail(), password: PASSWORD }
    expectOk(await register(ctx, input, aVisitor()))
  }
}

/** A process that has a message to send and knows what the provider allows. */
async function ready(allowed: SendQuota = { ratePerSecond: 10, remainingToday: -1 }): Promise<Process> {
  const ctx = await start()
  await queue(ctx)
  quota = allowed
  await refreshQuota(ctx)
  return ctx
}

/** Every slot that all these processes get while time passes, each with three lanes that take what they can. */
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

/** Slots within the next second, counted by taking them all, whatever was taken before: the rate in use. */
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
    const { now, log, mail, env } = await start()
    const silent = { now, log, env, mail: { ...mail, quota: undefined }, db: undefined as never }
    expect(await reserveSlot(silent)).toEqual(now())
    await refreshQuota(silent)
    await slowDown(silent, 'Throttling', 1)
  })

  it('is unlimited while it is not known, but for a pause', async () => {
    const ctx = await start()
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

describe('the daily quota', () => {
  it('is shared: three left are three messages, whoever asks', async () => {
    const ctx = await ready({ ratePerSecond: -1, remainingToday: 3 })
    const other = beside(ctx)
    const slots = await Promise.all(
      Array.from({ length: 12 }, (_, index) => reserveSlot(index % 2 ? ctx : other)),
    )
    expect(slots.filter((slot) => slot !== null)).toHaveLength(3)
  })

  it('has room again when the provider says so, after 15 minutes and not before', async () => {
    const ctx = await ready({ ratePerSecond: 10, remainingToday: 0 })
    expect(logged.join()).toContain('email_quota_used_up')
    quota = { ratePerSecond: 10, remainingToday: 1 }
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
    expect(asked).toBe(1)
    ctx.now.advance(15 * MINUTE - SECOND)
    await refreshAll()
    expect(asked).toBe(1)
    ctx.now.advance(SECOND)
    await refreshAll()
    expect(asked).toBe(2)
  })

  it('keeps the old figures when it cannot be read, and logs a code and nothing else', async () => {
    const ctx = await ready({ ratePerSecond: 1, remainingToday: 1 })
    quota = Object.assign(new Error('arn:aws:iam::123456789012'), { code: 'AccessDenied' })
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    expect(await reserveSlot(ctx)).toBeNull()
    const line = logged.find((one) => one.includes('email_quota_unknown'))
    expect(line).toContain('"code":"AccessDenied"')
    expect(line).not.toContain('123456789012')
    quota = Object.assign(new Error('no'), { code: 'to jean@example.com' })
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(logged.at(-1)).toContain('"code":"UnknownError"')
  })

  it('does not stay used up for ever when it can no longer be read', async () => {
    const ctx = await ready({ ratePerSecond: 10, remainingToday: 0 })
    quota = new Error('gone')
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
  })
})

describe('the worker', () => {
  it('spreads what three processes send', async () => {
    const ctx = { ...(await start()), now: systemClock as Process['now'] }
    quota = { ratePerSecond: 20, remainingToday: 100 }
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
    expect(asked).toBe(1)
  })

  it('stops every process at the first refusal', async () => {
    const ctx = await start()
    await queue(ctx, 3)
    quota = { ratePerSecond: -1, remainingToday: -1 }
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

describe('Amazon SES', () => {
  afterEach(() => vi.unstubAllEnvs())

  const use = (environment: Record<string, string>) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  }

  it('says through its own API what it allows, or why it does not say', async () => {
    const endpoint = await startSesAccountEndpoint()
    use(endpoint.environment)
    const ctx = { ...(await start()), mail: createSesTransport() }
    await queue(ctx as never)
    endpoint.answer('GetSendQuota', quotaAnswer(200, 198, 90))
    await refreshQuota(ctx)
    const slots = [await reserveSlot(ctx), await reserveSlot(ctx), await reserveSlot(ctx)]
    expect(slots).toEqual([ctx.now(), shift(ctx.now(), 12), null])
    endpoint.answer('GetSendQuota', { code: 'AccessDenied', status: 403 })
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(logged.at(-1)).toMatch(
      /"error","event":"email_quota_unknown".*"code":"AccessDenied","detail":"allow .* ses:GetSendQuota/,
    )
    await endpoint.close()
  })

  it.each([
    ['Maximum sending rate exceeded.', SECOND],
    ['Daily message quota exceeded.', 15 * MINUTE],
  ])('%s', async (text, pause) => {
    const endpoint = await startSesEndpoint()
    use(endpoint.environment)
    endpoint.respond(refused('Throttling', text))
    const ctx = await start()
    await queue(ctx)
    quota = { ratePerSecond: -1, remainingToday: -1 }
    const mail = { ...ctx.mail, send: createSesTransport().send }
    expect(await deliverDue({ ...ctx, mail })).toMatchObject({ retried: 1 })
    await queue(ctx)
    ctx.now.advance(pause - 1)
    expect(await reserveSlot(ctx)).toBeNull()
    ctx.now.advance(1)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    await endpoint.close()
  })
})
