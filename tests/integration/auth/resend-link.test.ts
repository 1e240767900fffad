import { describe, expect, it } from 'vitest'
import { disown } from '../../../lib/auth/disown'
import { readVerificationStatus } from '../../../lib/auth/read-verification-status'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { readSession } from '../../../lib/session/read'
import { tokenFor } from '../../support/mail'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const resend = (jwt: string | null, token?: string) => resendLink(world.ctx, token, aVisitor({ jwt }))

describe('asking for a new link', () => {
  // ASVS 2.4.2
  it('waits a minute after the first: counted down to the second', async () => {
    const { user, jwt } = await aRegisteredUser(world, freshEmail())
    expect((await readVerificationStatus(world.ctx, user)).retryAfter).toBe(60)
    expect(await resend(jwt)).toMatchObject({ error: { code: 'rate_limited', retryAfter: 60 } })
    world.ctx.now.advance(59 * SECOND)
    expect((await readVerificationStatus(world.ctx, user)).retryAfter).toBe(1)
    expect(await resend(jwt)).toMatchObject({ error: { code: 'rate_limited', retryAfter: 1 } })
    world.ctx.now.advance(SECOND)
    expect((await readVerificationStatus(world.ctx, user)).retryAfter).toBe(0)
    expect(expectOk(await resend(jwt))).toEqual({ retryAfter: 60 })
    world.ctx.now.advance(MINUTE)
    expectOk(await resend(jwt))
  })

  // ASVS 2.3.2, 2.4.1
  it('stops at five links an hour and ten a day to one recipient', async () => {
    const { user, jwt } = await aRegisteredUser(world, freshEmail())
    const start = world.ctx.now().getTime()
    let links = 1
    const until = (time: number) => {
      world.ctx.now.advance(start + time - world.ctx.now().getTime())
    }
    for (; links < 5; links += 1) {
      until(links * MINUTE)
      expectOk(await resend(jwt))
    }
    until(5 * MINUTE)
    expect(await resend(jwt)).toMatchObject({ error: { code: 'rate_limited', retryAfter: 55 * 60 } })
    until(HOUR - SECOND)
    expect((await resend(jwt)).ok).toBe(false)
    for (let minute = 0; links < 9; links += 1, minute += 1) {
      until(HOUR + (minute + 1) * MINUTE)
      expectOk(await resend(jwt))
    }
    until(3 * HOUR)
    expectOk(await resend(jwt))
    until(4 * HOUR)
    expect(await resend(jwt)).toMatchObject({ error: { code: 'rate_limited' } })
    expect((await readVerificationStatus(world.ctx, user)).retryAfter).toBe(20 * 3600)
  })

  it('needs a session or a link', async () => {
    expect(await resend(null)).toMatchObject({ error: { code: 'unauthenticated' } })
    expect(await resend('nonsense')).toMatchObject({ error: { code: 'unauthenticated' } })
  })

  it('renews an expired link without a session, to the account’s address', async () => {
    const { token, email: address } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    expectOk(await resend(null, token))
    await deliverDue(world.ctx)
    const renewed = tokenFor(world.ctx.mail, address)
    expect(renewed).not.toBe(token)
    expectOk(await verifyEmail(world.ctx, renewed, aVisitor()))
  })

  it('is refused once the address is verified', async () => {
    const { jwt, token } = await aVerifiedUser(world, freshEmail())
    expect(await resend(jwt)).toMatchObject({ error: { code: 'already_verified' } })
    expect(await resend(null, token)).toMatchObject({ error: { code: 'token_used' } })
    expect(await resend(null, 'f'.repeat(64))).toMatchObject({ error: { code: 'invalid_token' } })
  })
})

describe('this was not me', () => {
  // ASVS 7.4.2
  it('deletes the never-verified account with its sessions and tokens, and frees the address', async () => {
    const { user, jwt, token, email: address } = await aRegisteredUser(world, freshEmail())
    expectOk(await disown(world.ctx, token, aVisitor()))
    expect(await readSession(world.ctx, jwt)).toBeNull()
    const { rows } = await world.pool.query(
      `select (select count(*) from users where id = $1) + (select count(*) from sessions where user_id = $1)
            + (select count(*) from email_verification_tokens where user_id = $1) as rows`,
      [user.id],
    )
    expect(Number(rows[0].rows)).toBe(0)
    expectOk(await register(world.ctx, { name: 'La Vraie', email: address, password: PASSWORD }, aVisitor()))
  })

  it('works with an expired link as well: the address is still not theirs', async () => {
    const { token } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    expectOk(await disown(world.ctx, token, aVisitor()))
  })

  it('cancels the waiting mail', async () => {
    await deliverDue(world.ctx)
    const { token, jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expectOk(await resend(jwt))
    expectOk(await disown(world.ctx, token, aVisitor()))
    const before = world.ctx.mail.sent.length
    await deliverDue(world.ctx)
    expect(world.ctx.mail.sent.length).toBe(before)
    const { rows } = await world.pool.query(
      `select sealed from email_messages where last_error = 'AccountDisowned'`,
    )
    expect(rows.map(({ sealed }) => sealed)).toEqual([null])
  })

  it('never deletes a verified account', async () => {
    const { user, token, jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expectOk(await resend(jwt))
    await world.pool.query('update users set email_verified = true where id = $1', [user.id])
    expect(await disown(world.ctx, token, aVisitor())).toMatchObject({ error: { code: 'already_verified' } })
    const verified = await aVerifiedUser(world, freshEmail())
    expect(await disown(world.ctx, verified.token, aVisitor())).toMatchObject({
      error: { code: 'token_used' },
    })
    expect((await world.pool.query('select 1 from users where id = $1', [verified.user.id])).rowCount).toBe(1)
  })

  it('and verification at the same moment: one of them wins, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { user, token } = await aRegisteredUser(world, freshEmail())
      const [verified, disowned] = await Promise.all([
        verifyEmail(world.ctx, token, aVisitor()),
        disown(world.ctx, token, aVisitor()),
      ])
      expect([verified.ok, disowned.ok].filter(Boolean)).toHaveLength(1)
      const { rowCount } = await world.pool.query('select 1 from users where id = $1', [user.id])
      expect(rowCount).toBe(verified.ok ? 1 : 0)
    }
  })
})
