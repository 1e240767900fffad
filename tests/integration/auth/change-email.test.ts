import { describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { readVerificationStatus } from '../../../lib/auth/read-verification-status'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { recordMailEvent } from '../../../lib/email/report/record'
import { isSuppressed, liftSuppression } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { HOUR, MINUTE, shift } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { isProofFresh } from '../../../lib/session/proof'
import { readSession } from '../../../lib/session/read'
import { tokenFor } from '../../support/mail'
import { newestMessage } from '../../support/messages'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

let reports = 0
async function report(userId: number, type: 'bounce' | 'complaint', bounce?: 'hard' | 'soft') {
  const { id } = await newestMessage(world, userId)
  reports += 1
  await recordMailEvent(world.ctx, {
    type,
    bounce,
    messageId: id,
    sourceId: `report-${reports}`,
    occurredAt: world.ctx.now(),
  })
}

const change = (jwt: string | null, email: string) =>
  changeEmail(world.ctx, toEmailAddress(email), aVisitor({ jwt }))

describe('an address that refuses our mail', () => {
  it.each([
    ['a hard bounce', 'bounce', 'hard'],
    ['a complaint', 'complaint', undefined],
  ] as const)('after %s gets nothing more, and the person is told', async (_name, type, bounce) => {
    const { user, jwt, email } = await aRegisteredUser(world, freshEmail())
    await report(user.id, type, bounce)
    expect(await readVerificationStatus(world.ctx, user)).toMatchObject({
      suppressed: true,
      message: { state: type === 'bounce' ? 'bounced' : 'complained' },
    })
    world.ctx.now.advance(MINUTE)
    expect(await resendLink(world.ctx, undefined, aVisitor({ jwt }))).toMatchObject({
      error: { code: 'address_suppressed' },
    })
    expect(await isSuppressed(world.ctx, email)).toBe(true)
    expect(await liftSuppression(world.ctx, email)).toBe(true)
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
  })

  it('after a soft bounce gets mail again', async () => {
    const { user, jwt } = await aRegisteredUser(world, freshEmail())
    await report(user.id, 'bounce', 'soft')
    expect(await readVerificationStatus(world.ctx, user)).toMatchObject({
      suppressed: false,
      message: { state: 'bounced', bounce: 'soft' },
    })
    world.ctx.now.advance(MINUTE)
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
  })

  it('is refused before the provider sees it, even when the message waited already', async () => {
    const { user, jwt, email } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
    await world.pool.query(
      `update email_messages set due_at = due_at + interval '1 hour' where status = 'queued'`,
    )
    const { rows } = await world.pool.query(
      'select min(id)::int as id from email_messages where user_id = $1',
      [user.id],
    )
    await recordMailEvent(world.ctx, {
      type: 'bounce',
      bounce: 'hard',
      messageId: rows[0].id,
      sourceId: 'early-bounce',
      occurredAt: world.ctx.now(),
    })
    world.ctx.now.advance(HOUR)
    const before = world.ctx.mail.sent.length
    expect(await deliverDue(world.ctx)).toMatchObject({ dead: 1, sent: 0 })
    expect(world.ctx.mail.sent.slice(before).filter(({ to }) => to === email)).toEqual([])
  })
})

describe('correcting the address of an unverified account', () => {
  it('keeps the account, voids old links, frees the old address and mails the new one', async () => {
    const { user, jwt, token, email } = await aRegisteredUser(world, freshEmail())
    const corrected = freshEmail()
    const changed = expectOk(await change(jwt, corrected))
    expect(changed.user).toEqual({ ...user, email: corrected })
    expect(await readSession(world.ctx, jwt)).toBeNull()
    expect((await readSession(world.ctx, changed.session.jwt))?.user.email).toBe(corrected)
    expect(await verifyEmail(world.ctx, token, aVisitor())).toMatchObject({
      error: { code: 'invalid_token' },
    })
    await deliverDue(world.ctx)
    expectOk(await verifyEmail(world.ctx, tokenFor(world.ctx.mail, corrected), aVisitor()))
    expectOk(await register(world.ctx, { name: 'Une Autre', email, password: PASSWORD }, aVisitor()))
  })

  // ASVS 7.5.1
  it('is no proof: a session stays as old as it is, and ends when it would have', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    const before = await readSession(world.ctx, jwt)
    world.ctx.now.advance(HOUR)
    const { session } = expectOk(await change(jwt, freshEmail()))
    const after = await readSession(world.ctx, session.jwt)
    expect(after).toMatchObject({ handle: before?.handle, passwordAt: before?.passwordAt })
    expect(after && isProofFresh(world.ctx, after)).toBe(false)
    expect(session.expiresAt).toEqual(shift(before?.passwordAt ?? world.ctx.now(), LIFETIMES.session))
  })

  it('refuses a taken address, a suppressed one, a verified account and a stranger', async () => {
    const taken = await aVerifiedUser(world, freshEmail())
    const refused = await aRegisteredUser(world, freshEmail())
    await report(refused.user.id, 'bounce', 'hard')
    const { jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expect(await change(jwt, taken.email)).toMatchObject({ error: { code: 'email_taken' } })
    expect(await change(jwt, refused.email)).toMatchObject({ error: { code: 'address_suppressed' } })
    expect(await change(taken.jwt, freshEmail())).toMatchObject({ error: { code: 'already_verified' } })
    expect(await change(null, freshEmail())).toMatchObject({ error: { code: 'unauthenticated' } })
  })

  it('is limited to five an hour for one account', async () => {
    let { jwt } = await aRegisteredUser(world, freshEmail())
    for (let index = 0; index < 5; index += 1) jwt = expectOk(await change(jwt, freshEmail())).session.jwt
    expect(await change(jwt, freshEmail())).toMatchObject({
      error: { code: 'rate_limited', retryAfter: 3600 },
    })
    world.ctx.now.advance(HOUR)
    expectOk(await change(jwt, freshEmail()))
  })

  it('to one address by five accounts at once succeeds for one', async () => {
    const users = []
    for (let index = 0; index < 5; index += 1) users.push(await aRegisteredUser(world, freshEmail()))
    await world.pool.query(`delete from rate_limits`)
    const wanted = freshEmail()
    const results = await Promise.all(users.map(({ jwt }) => change(jwt, wanted)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  })
})
