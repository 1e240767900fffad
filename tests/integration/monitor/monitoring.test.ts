import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { disown } from '../../../lib/auth/disown'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { mailCanary } from '../../../lib/email/outbox/enqueue'
import { recordMailEvent } from '../../../lib/email/report/apply'
import type { MailEvent } from '../../../lib/email/report/lifecycle'
import { deliverDue } from '../../../lib/email/send/worker'
import { SPANS, type Span } from '../../../lib/i18n/span'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { cleanUpAndNote } from '../../../lib/monitor/clean-up'
import { RequestCounter } from '../../../lib/monitor/count/requests'
import { foldMarks } from '../../../lib/monitor/count/tallies'
import { sample } from '../../../lib/monitor/gauge/sample'
import { createMonitor } from '../../../lib/monitor/monitor'
import { readReport } from '../../../lib/monitor/panel/read-report'
import { newestMessage } from '../../support/messages'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  createWorld,
  expectOk,
  PASSWORD,
  type World,
} from '../../support/world'

let world: World
const worlds: World[] = []
const freshWorld = async (options?: Parameters<typeof createWorld>[0]) => {
  world = await createWorld(options)
  worlds.push(world)
  return world
}
beforeAll(() => freshWorld())
afterAll(() => Promise.all(worlds.map((one) => one.close())))

const report = (span: Span = '1h') => readReport(world.ctx, span)
const values = (series: { values: (number | null)[] }) => series.values.filter((value) => value !== null)
const sum = (series: { values: (number | null)[] }) =>
  values(series).reduce((total: number, value) => total + (value ?? 0), 0)

let reports = 0
async function reportOf(email: string, event: Partial<MailEvent> & Pick<MailEvent, 'type'>): Promise<void> {
  const { id: messageId } = await newestMessage(world, email, 'verification')
  reports += 1
  await recordMailEvent(world.ctx, {
    sourceId: `report-${reports}`,
    occurredAt: world.ctx.now(),
    messageId,
    ...event,
  })
}

describe('accounts', () => {
  beforeAll(() => freshWorld())

  const totals = async () => {
    const { figures } = (await report()).users
    return [figures.total, figures.verified, figures.pending, figures.disabled].map(({ value }) => value)
  }

  it('are counted exactly as they come, change and go, folded or not', async () => {
    expect(await totals()).toEqual([0, 0, 0, 0])
    const { token } = await aRegisteredUser(world, toEmailAddress('anna@example.com'))
    expect(await totals()).toEqual([1, 0, 1, 0])
    await aVerifiedUser(world, toEmailAddress('bert@example.com'))
    expect(await totals()).toEqual([2, 1, 1, 0])
    await foldMarks(world.ctx)
    expect((await world.pool.query('select 1 from tally_marks')).rowCount).toBe(0)
    expect(await totals()).toEqual([2, 1, 1, 0])
    await world.pool.query(`update users set disabled_at = now() where email = 'bert@example.com'`)
    expect(await totals()).toEqual([2, 1, 1, 1])
    expectOk(await verifyEmail(world.ctx, token, aVisitor()))
    expect(await totals()).toEqual([2, 2, 0, 1])
    await world.pool.query(`update users set disabled_at = null`)
    await world.pool.query(`update users set last_seen_at = now()`)
    expect(await totals()).toEqual([2, 2, 0, 0])
    const gone = await aRegisteredUser(world, toEmailAddress('carl@example.com'))
    expectOk(await disown(world.ctx, gone.token, aVisitor()))
    expect(await totals()).toEqual([2, 2, 0, 0])
  })

  it('are not counted when the transaction fails', async () => {
    const before = await totals()
    await world.ctx.db
      .transaction(async (tx) => {
        await tx.execute(`insert into users (email, name, password_hash) values ('x@example.com', 'x', 'x')`)
        throw new Error('undone')
      })
      .catch(() => undefined)
    expect(await totals()).toEqual(before)
  })

  it('agree with a full count after many changes at once, while marks are folded', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await world.pool.query(
          `insert into users (email, name, password_hash, email_verified)
           select 'crowd' || $1 || '-' || i || '@example.com', 'x', 'x', i % 3 = 0 from generate_series(1, 25) i`,
          [n],
        )
        await foldMarks(world.ctx)
        await world.pool.query(
          `update users set email_verified = not email_verified, disabled_at = now() where email like $1`,
          [`crowd${n}-1%`],
        )
        await world.pool.query(`delete from users where email like $1`, [`crowd${n}-2%`])
      }),
    )
    const { rows } = await world.pool.query(
      `select count(*)::int as total, count(*) filter (where email_verified)::int as verified,
         count(*) filter (where not email_verified)::int as pending, count(disabled_at)::int as disabled from users`,
    )
    const { total, verified, pending, disabled } = rows[0]
    expect(total).toBeGreaterThan(200)
    expect(await totals()).toEqual([total, verified, pending, disabled])
    await foldMarks(world.ctx)
    expect(await totals()).toEqual([total, verified, pending, disabled])
  })

  it('are active when they were seen in the last 24 hours', async () => {
    const now = world.ctx.now()
    const seen = (email: string, ago: number) =>
      world.pool.query('update users set last_seen_at = $2 where email = $1', [
        email,
        new Date(now.getTime() - ago),
      ])
    await world.pool.query('update users set last_seen_at = null')
    expect((await report()).users.figures.active).toMatchObject({ value: null, why: 'not_sampled' })
    await seen('anna@example.com', DAY - SECOND)
    await seen('bert@example.com', DAY + SECOND)
    await sample(world.ctx)
    const { figures, trends } = (await report()).users
    expect(figures.active.value).toBe(1)
    expect(trends.active.values.at(-1)).toBe(1)
    expect(trends.total.values.at(-1)).toBe(figures.total.value)
  })
})

describe('mail', () => {
  beforeAll(() => freshWorld())

  const figures = async (span: Span = '1h') => {
    const { email } = await report(span)
    return Object.fromEntries(Object.entries(email.figures).map(([name, { value }]) => [name, value]))
  }

  it('is counted as it leaves, arrives, bounces and is complained about', async () => {
    for (const name of ['arrives', 'full', 'nobody', 'angry', 'waits'])
      await aRegisteredUser(world, toEmailAddress(`${name}@example.com`))
    expect(await figures()).toMatchObject({ sent: 5, delivered: 0, bounced: 0, complaints: 0 })
    await reportOf('arrives@example.com', { type: 'delivery' })
    await reportOf('arrives@example.com', { type: 'delivery' })
    await reportOf('full@example.com', { type: 'bounce', bounce: 'soft' })
    await reportOf('nobody@example.com', { type: 'bounce', bounce: 'hard' })
    // Complained about without a report of its delivery: it arrived all the same.
    await reportOf('angry@example.com', { type: 'complaint' })
    await reportOf('angry@example.com', { type: 'delivery' })
    const expected = { sent: 5, delivered: 2, bounced: 2, complaints: 1, bounceRate: 20, complaintRate: 50 }
    expect(await figures()).toMatchObject(expected)
    await foldMarks(world.ctx)
    for (const span of SPANS) expect(await figures(span)).toMatchObject(expected)
  })

  it('shows the same in its trends', async () => {
    const { trends } = (await report('24h')).email
    expect([trends.sent, trends.delivered, trends.bounced, trends.complaints].map(sum)).toEqual([5, 2, 2, 1])
    expect(trends.bounceRate.values.at(-1)).toBe(20)
    expect(trends.complaintRate.values.at(-1)).toBe(50)
  })

  it('counts a soft bounce that arrives later as arrived, and a report before the sending as sent', async () => {
    await reportOf('full@example.com', { type: 'delivery' })
    expect(await figures()).toMatchObject({ sent: 5, delivered: 3, bounced: 1 })
    expectOk(
      await register(
        world.ctx,
        { name: 'Early', email: toEmailAddress('early@example.com'), password: PASSWORD },
        aVisitor({ network: '192.0.2.9' }),
      ),
    )
    await reportOf('early@example.com', { type: 'delivery' })
    expect(await figures()).toMatchObject({ sent: 6, delivered: 4 })
  })

  it('is queued until it leaves, and tells the age of the oldest', async () => {
    expect(await figures()).toMatchObject({ queued: 0, oldestQueued: 0 })
    const slow = { name: 'Slow', email: toEmailAddress('slow@example.com'), password: PASSWORD }
    expectOk(await register(world.ctx, slow, aVisitor()))
    world.ctx.now.advance(4 * MINUTE)
    expect(await figures()).toMatchObject({ queued: 1, oldestQueued: 240 })
    expect((await report()).email.figures.oldestQueued).toMatchObject({ state: 'warning', threshold: 300 })
    world.ctx.now.advance(MINUTE)
    expect((await report()).email.figures.oldestQueued.state).toBe('alarm')
    await sample(world.ctx)
    await deliverDue(world.ctx)
    expect(await figures()).toMatchObject({ queued: 0, oldestQueued: 0, sent: 7 })
    expect((await report()).email.trends.oldestQueued.values.at(-1)).toBe(300)
  })

  it('leaves the span, and the rates after a day', async () => {
    world.ctx.now.advance(2 * HOUR)
    expect(await figures('1h')).toMatchObject({ sent: 0, delivered: 0, bounced: 0, complaints: 0 })
    expect((await figures('1h')).bounceRate).toBeCloseTo(100 / 7)
    expect(await figures('24h')).toMatchObject({ sent: 7, delivered: 4 })
    world.ctx.now.advance(DAY)
    expect(await figures('24h')).toMatchObject({ sent: 0, bounceRate: null, complaintRate: null })
    expect(await figures('7d')).toMatchObject({ sent: 7, delivered: 4, bounced: 1, complaints: 1 })
  })

  it('does not alarm over one bounce of two messages', async () => {
    for (const name of ['one', 'two']) await aRegisteredUser(world, toEmailAddress(`${name}@example.net`))
    await reportOf('one@example.net', { type: 'bounce', bounce: 'hard' })
    expect((await report()).email.figures.bounceRate).toMatchObject({
      value: 50,
      state: 'fine',
      threshold: 5,
    })
  })

  it('to nobody, a canary, is not counted, but told of by itself', async () => {
    await freshWorld({ env: { EMAIL_CANARY_MINUTES: '5' } })
    await mailCanary(world.ctx)
    await deliverDue(world.ctx)
    const { rows } = await world.pool.query(`select id::int from email_messages where kind = 'canary'`)
    world.ctx.now.advance(2 * SECOND)
    await recordMailEvent(world.ctx, {
      type: 'delivery',
      messageId: rows[0].id,
      occurredAt: world.ctx.now(),
      sourceId: 'canary',
    })
    const { email } = await report()
    expect([email.figures.sent.value, email.figures.delivered.value]).toEqual([0, 0])
    expect(email.canary).toEqual({
      state: 'fine',
      latencyMs: 2000,
      lastDeliveredAt: world.ctx.now().toISOString(),
    })
  })

  it('that SMTP says nothing of is not shown as none', async () => {
    await freshWorld({ env: { EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://localhost:25' } })
    await aRegisteredUser(world)
    const { email } = await report()
    expect(email.figures.sent.value).toBe(1)
    expect(email.figures.delivered).toMatchObject({
      value: null,
      why: 'smtp_reports_nothing',
      state: 'unknown',
    })
  })
})

describe('the funnel', () => {
  beforeAll(() => freshWorld())

  const counts = ({ registered, sent, delivered, verified }: Record<string, unknown>) => [
    registered,
    sent,
    delivered,
    verified,
  ]

  it('follows each person from sign-up to verified, once', async () => {
    const { token, jwt } = await aRegisteredUser(world, toEmailAddress('anna@example.com'))
    expect(counts((await report()).funnel)).toEqual([1, 1, 0, 0])
    await reportOf('anna@example.com', { type: 'delivery' })
    world.ctx.now.advance(2 * MINUTE)
    // A second mail to the same person is no second person.
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
    await deliverDue(world.ctx)
    await reportOf('anna@example.com', { type: 'delivery' })
    expect(counts((await report()).funnel)).toEqual([1, 1, 1, 0])
    world.ctx.now.advance(2 * MINUTE)
    expectOk(await verifyEmail(world.ctx, token, aVisitor()))
    await deliverDue(world.ctx)
    const { funnel } = await report()
    expect(counts(funnel)).toEqual([1, 1, 1, 1])
    expect(funnel.medianSeconds).toBeGreaterThan(200)
    expect(funnel.medianSeconds).toBeLessThan(290)
  })

  it('names a domain from five people on, and tells their median and 95th percentile', async () => {
    const verifyAfter = [10, 10, 10, 10, 10, 10, 10, 10, 10, 3600]
    const people = []
    for (const [n, seconds] of verifyAfter.entries())
      people.push({ seconds, ...(await aRegisteredUser(world, toEmailAddress(`p${n}@mail.example`))) })
    await aRegisteredUser(world, toEmailAddress('alone@mail.example'))
    const start = world.ctx.now().getTime()
    for (const { token, seconds } of people) {
      world.ctx.now.advance(Math.max(0, start + seconds * SECOND - world.ctx.now().getTime()))
      expectOk(await verifyEmail(world.ctx, token, aVisitor()))
    }
    const { funnel } = await report('24h')
    expect(counts(funnel)).toEqual([12, 12, 1, 11])
    expect(funnel.domains.map(({ domain }) => domain)).toEqual(['mail.example', 'other'])
    const [named, other] = funnel.domains
    expect(counts(named ?? {})).toEqual([11, 11, 0, 10])
    expect(counts(other ?? {})).toEqual([1, 1, 1, 1])
    expect(named?.medianSeconds).toBeGreaterThan(8)
    expect(named?.medianSeconds).toBeLessThan(12)
    expect(named?.p95Seconds).toBeGreaterThan(2900)
    expect(named?.p95Seconds).toBeLessThan(4400)
  })

  it('moves a person who corrects the address to the right domain', async () => {
    const { jwt } = await aRegisteredUser(world, toEmailAddress('typo@mial.example'))
    await reportOf('typo@mial.example', { type: 'delivery' })
    expectOk(await changeEmail(world.ctx, toEmailAddress('typo@mail.example'), aVisitor({ jwt })))
    await deliverDue(world.ctx)
    const { funnel } = await report('24h')
    expect(counts(funnel)).toEqual([13, 13, 2, 11])
    expect(counts(funnel.domains[0] ?? {})).toEqual([12, 12, 1, 10])
  })

  it('is the same over every span, folded or not', async () => {
    const before = await Promise.all(
      (['24h', '7d', '30d'] as const).map(async (span) => (await report(span)).funnel),
    )
    await foldMarks(world.ctx)
    const after = await Promise.all(
      (['24h', '7d', '30d'] as const).map(async (span) => (await report(span)).funnel),
    )
    expect(after).toEqual(before)
    expect(new Set(before.map((funnel) => JSON.stringify(funnel))).size).toBe(1)
  })
})

describe('requests', () => {
  beforeAll(() => freshWorld())

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

describe('heartbeats', () => {
  beforeAll(() => freshWorld())

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
    expect(instances[0]).toMatchObject({ id: third.instance.id, startedAt: world.ctx.now().toISOString() })
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

describe('the database', () => {
  beforeAll(() => freshWorld())

  it('tells its connections, their limit, its size and its transactions', async () => {
    expect((await report()).database.figures.connections).toMatchObject({ value: null, why: 'not_sampled' })
    const { rows } = await world.pool.query(
      `select setting::int as max from pg_settings where name = 'max_connections'`,
    )
    await sample(world.ctx)
    const first = (await report()).database.figures
    expect(first.connections.value).toBeGreaterThan(0)
    expect(first.connections.limit).toBeLessThan(rows[0].max)
    expect(first.connections.limit).toBeGreaterThan(rows[0].max - 20)
    expect(first.queriesPerSecond).toMatchObject({ value: null, why: 'not_sampled' })
    const clients = await Promise.all(Array.from({ length: 8 }, () => world.pool.connect()))
    for (const client of clients) await client.query('select 1')
    // PostgreSQL publishes what a connection counted when it is idle for a second, or closed.
    for (const client of clients)
      await client.query('select pg_stat_force_next_flush()').catch(() => undefined)
    for (const client of clients) await client.query('select 1')
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    for (const client of clients) client.release()
    const { figures, trends } = (await report()).database
    expect(figures.queriesPerSecond.value).toBeGreaterThan(0)
    expect(figures.queriesPerSecond.source).toBe('transactions')
    const size = await world.pool.query('select pg_database_size(current_database()) as size')
    expect(Math.abs((figures.storage.value ?? 0) - Number(size.rows[0].size))).toBeLessThan(2_000_000)
    expect(values(trends.connections)).toHaveLength(2)
  })

  it('on this host tells the host’s processors and disk, with the source', async () => {
    const { cpu, storage } = (await report()).database.figures
    expect(cpu.source).toBe('host')
    expect(cpu.value).toBeGreaterThanOrEqual(0)
    expect(cpu.value).toBeLessThanOrEqual(100)
    expect(storage.limit).toBeGreaterThan(storage.value ?? 0)
  })

  it('elsewhere says why there is no CPU figure', async () => {
    const databaseUrl = 'postgres://u:p@db.example.com/huntaze?sslmode=verify-full'
    await freshWorld()
    world.ctx.env = { ...world.ctx.env, databaseUrl }
    await sample(world.ctx)
    const { cpu, storage } = (await report()).database.figures
    expect(cpu).toMatchObject({ value: null, why: 'cloudwatch_not_configured', state: 'unknown' })
    expect(storage.value).toBeGreaterThan(0)
    expect(storage.limit).toBeNull()
  })
})

describe('the clean-up', () => {
  beforeAll(() => freshWorld())

  it('tells its age, and alarms after two hours', async () => {
    const figure = async () => (await report()).application.figures.cleanUpAge
    expect(await figure()).toMatchObject({ value: null, why: 'never_ran', state: 'unknown' })
    await cleanUpAndNote(world.ctx)
    expect(await figure()).toMatchObject({ value: 0, state: 'fine', threshold: 7200 })
    world.ctx.now.advance(2 * HOUR)
    expect(await figure()).toMatchObject({ value: 7200, state: 'alarm' })
  })

  it('keeps what the dashboard looks back on, and no more', async () => {
    world.counter.count(200, 1)
    await world.monitor.round()
    await aRegisteredUser(world)
    await foldMarks(world.ctx)
    const rows = async () => {
      const tables = ['tallies', 'request_counts', 'gauges', 'beat_minutes', 'instances']
      const counted = await Promise.all(tables.map((table) => world.pool.query(`select 1 from ${table}`)))
      return counted.map(({ rowCount }) => rowCount ?? 0)
    }
    const before = await rows()
    world.ctx.now.advance(30 * DAY)
    await cleanUpAndNote(world.ctx)
    expect((await rows()).map((count, n) => count >= (before[n] ?? 0))).not.toContain(false)
    world.ctx.now.advance(3 * DAY)
    await world.pool.query(`delete from gauges where name = '_cleanUp'`)
    await cleanUpAndNote(world.ctx)
    const [tallies, ...others] = await rows()
    // The note of this clean-up stays, at each resolution.
    expect(others).toEqual([0, 3, 0, 0])
    expect(tallies).toBeGreaterThan(0) // All time stays.
    expect((await report()).users.figures.total.value).toBe(1)
  })
})
