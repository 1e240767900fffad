import { describe, expect, it } from 'vitest'
import { register } from '../../../../lib/auth/register'
import { mailCanary } from '../../../../lib/email/outbox/enqueue'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { deliverDue } from '../../../../lib/email/send/worker'
import { SPANS, type Span } from '../../../../lib/i18n/span'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { foldMarks } from '../../../../lib/monitor/count/tallies'
import { sample } from '../../../../lib/monitor/gauge/sample'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { reportOn } from '../../../support/mail-reports'
import { newestMessage } from '../../../support/messages'
import { aRegisteredUser, aVisitor, expectOk, PASSWORD } from '../../../support/world'
import { aWorld, sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const report = (span: Span = '1h') => readReport(world.ctx, span)

const values = (series: { values: (number | null)[] }) => series.values.filter((value) => value !== null)

const sum = (series: { values: (number | null)[] }) =>
  values(series).reduce((total: number, value) => total + (value ?? 0), 0)

const reportOf = async (email: string, event: Parameters<typeof reportOn>[2]) =>
  reportOn(world, (await newestMessage(world, email, 'verification')).id, event)

describe('mail', () => {
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
    const other = await aWorld({ env: { EMAIL_CANARY_MINUTES: '5' } })
    await mailCanary(other.ctx)
    await deliverDue(other.ctx)
    const { rows } = await other.pool.query(`select id::int from email_messages where kind = 'canary'`)
    other.ctx.now.advance(2 * SECOND)
    await recordMailEvent(other.ctx, {
      type: 'delivery',
      messageId: rows[0].id,
      occurredAt: other.ctx.now(),
      sourceId: 'canary',
    })
    const { email } = await readReport(other.ctx, '1h')
    expect([email.figures.sent.value, email.figures.delivered.value]).toEqual([0, 0])
    expect(email.canary).toEqual({
      state: 'fine',
      latencyMs: 2000,
      lastDeliveredAt: other.ctx.now().toISOString(),
    })
  })

  it('is unknown, not 0, where SMTP reports nothing', async () => {
    const other = await aWorld({ env: { EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://localhost:25' } })
    await aRegisteredUser(other)
    const { email } = await readReport(other.ctx, '1h')
    expect(email.figures.sent.value).toBe(1)
    expect(email.figures.delivered).toMatchObject({
      value: null,
      why: 'smtp_reports_nothing',
      state: 'unknown',
    })
  })
})
