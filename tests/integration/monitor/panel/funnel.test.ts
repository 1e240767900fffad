import { describe, expect, it } from 'vitest'
import { changeEmail } from '../../../../lib/auth/change-email'
import { resendLink } from '../../../../lib/auth/resend-link'
import { verifyEmail } from '../../../../lib/auth/verify-email'
import { deliverDue } from '../../../../lib/email/send/worker'
import type { Span } from '../../../../lib/i18n/span'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { foldMarks } from '../../../../lib/monitor/count/tallies'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { reportOn } from '../../../support/mail-reports'
import { newestMessage } from '../../../support/messages'
import { aRegisteredUser, aVisitor, expectOk } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const report = (span: Span = '1h') => readReport(world.ctx, span)

const reportOf = async (email: string, event: Parameters<typeof reportOn>[2]) =>
  reportOn(world, (await newestMessage(world, email, 'verification')).id, event)

describe('the funnel', () => {
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
