import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspectLink } from '../../../lib/auth/inspect-link'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { readSession } from '../../../lib/session/read'
import { letterTo, tokenFor } from '../../support/mail'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const verify = (token: string, jwt: string | null = null) => verifyEmail(world.ctx, token, aVisitor({ jwt }))
const codeOf = async (result: ReturnType<typeof verify>) => {
  const outcome = await result
  return outcome.ok ? 'ok' : outcome.error.code
}

describe('verification', () => {
  it('proves the address, voids the tokens and mails the welcome', async () => {
    const { ctx, pool } = world
    const { user, token, jwt } = await aRegisteredUser(world, freshEmail())
    ctx.now.advance(SECOND)
    expect(expectOk(await verify(token))).toEqual({ userId: user.id, email: user.email })

    const row = (await pool.query('select email_verified, updated_at from users where id = $1', [user.id]))
      .rows[0]
    expect(row).toEqual({ email_verified: true, updated_at: ctx.now() })
    expect(
      (await pool.query('select 1 from email_verification_tokens where user_id = $1', [user.id])).rowCount,
    ).toBe(0)
    expect((await readSession(ctx, jwt))?.user.emailVerified).toBe(true)

    await deliverDue(ctx)
    const welcome = letterTo(ctx.mail, user.email, /Bienvenue sur/)
    expect(welcome).toMatchObject({ to: user.email, subject: 'Bienvenue sur Huntaze ! 🎉' })
    expect(welcome?.text).toContain('Votre email est vérifié ! 🎉')
    expect(welcome?.html).toContain('Accéder au dashboard')
    expect(welcome?.html).toContain('https://auth.huntaze.test/dashboard')
  })

  it('refuses an unknown token', async () => {
    expect(await codeOf(verify(randomBytes(32).toString('hex')))).toBe('invalid_token')
  })

  // ASVS 6.4.1
  it('works to the last second of its 24 hours, and says "expired" from then on', async () => {
    const early = await aRegisteredUser(world, freshEmail())
    const late = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY - SECOND)
    expect(await codeOf(verify(early.token))).toBe('ok')
    world.ctx.now.advance(SECOND)
    expect(await codeOf(verify(late.token))).toBe('token_expired')
    world.ctx.now.advance(29 * DAY)
    expect(await codeOf(verify(late.token))).toBe('token_expired')
  })

  // ASVS 6.4.1
  it('says of a used token that it was used, and verifies nobody again', async () => {
    const { token } = await aVerifiedUser(world, freshEmail())
    await deliverDue(world.ctx)
    const mails = world.ctx.mail.sent.length
    expect(await codeOf(verify(token))).toBe('token_used')
    await deliverDue(world.ctx)
    expect(world.ctx.mail.sent.length).toBe(mails)
  })

  // ASVS 2.2.3
  it('refuses a token whose address is no longer the user’s', async () => {
    const { user, token } = await aRegisteredUser(world, freshEmail())
    await world.pool.query('update users set email = $1 where id = $2', [freshEmail(), user.id])
    expect(await codeOf(verify(token))).toBe('invalid_token')
  })

  it('leaves older links valid until one is used, then voids them all', async () => {
    const { token, jwt, email: address } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
    await deliverDue(world.ctx)
    const second = tokenFor(world.ctx.mail, address)
    expect(second).not.toBe(token)
    expect(await codeOf(verify(token))).toBe('ok')
    expect(await codeOf(verify(second))).toBe('token_used')
  })
})

describe('twenty simultaneous uses of one token', () => {
  // ASVS 2.3.4, 15.4.2
  it('make one success and one welcome', async () => {
    const { user, token } = await aRegisteredUser(world, freshEmail())
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(verify(token))))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    expect(codes.filter((code) => code === 'token_used')).toHaveLength(19)
    const { rows } = await world.pool.query(
      `select count(*)::int as welcomes from email_messages where user_id = $1 and kind = 'welcome'`,
      [user.id],
    )
    expect(rows[0].welcomes).toBe(1)
  })

  it('would make several with a check before the act: the control', async () => {
    const { user, token } = await aRegisteredUser(world, freshEmail())
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update(token).digest()
    const naive = async () => {
      const found = await world.pool.query('select 1 from email_verification_tokens where token_hash = $1', [
        hash,
      ])
      if (found.rowCount === 0) return false
      await world.pool.query('delete from email_verification_tokens where token_hash = $1', [hash])
      await world.pool.query('update users set email_verified = true where id = $1', [user.id])
      return true
    }
    const results = await Promise.all(Array.from({ length: 20 }, naive))
    expect(results.filter(Boolean).length).toBeGreaterThan(1)
  })

  // ASVS 15.4.3
  it('of two different tokens of one user never wait for each other in a ring', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { token, jwt, email: address } = await aRegisteredUser(world, freshEmail())
      world.ctx.now.advance(MINUTE)
      expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
      await deliverDue(world.ctx)
      const second = tokenFor(world.ctx.mail, address)
      const codes = await Promise.all([token, second, token, second].map((each) => codeOf(verify(each))))
      expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    }
  })
})

describe('looking at a token for the page', () => {
  it('changes nothing and tells own from foreign', async () => {
    const { user, token, email: address } = await aRegisteredUser(world, freshEmail())
    const snapshot = () =>
      world.pool.query('select * from email_verification_tokens order by id').then(({ rows }) => rows)
    const before = await snapshot()
    expect(await inspectLink(world.ctx, token, user.id)).toEqual({ state: 'own' })
    for (const other of [null, user.id + 1000]) {
      const view = await inspectLink(world.ctx, token, other)
      expect(view).toMatchObject({
        state: 'foreign',
        maskedEmail: `${address[0]}•••@e•••.com`,
        registeredAt: expect.any(Date),
      })
      expect(JSON.stringify(view)).not.toContain(address)
    }
    for (const junk of [null, '', 'x', `${token}0`]) {
      expect((await inspectLink(world.ctx, junk, null)).state).toBe('invalid')
    }
    expect(await snapshot()).toEqual(before)
  })

  it('knows expired and used', async () => {
    const used = await aVerifiedUser(world, freshEmail())
    expect((await inspectLink(world.ctx, used.token, null)).state).toBe('used')
    const expired = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    expect((await inspectLink(world.ctx, expired.token, expired.user.id)).state).toBe('expired')
  })
})

describe('guessing', () => {
  // ASVS 2.4.1, 6.6.3
  it('is stopped after sixty refusals of one network, and only there', async () => {
    const limited = await aWorld()
    const guess = (network: string) =>
      verifyEmail(limited.ctx, randomBytes(32).toString('hex'), aVisitor({ network }))
    for (let index = 0; index < 60; index += 1) {
      expect(await guess('203.0.113.7')).toMatchObject({ error: { code: 'invalid_token' } })
    }
    expect(await guess('203.0.113.7')).toMatchObject({ error: { code: 'rate_limited', retryAfter: 600 } })
    expect(await guess('203.0.113.8')).toMatchObject({ error: { code: 'invalid_token' } })
    limited.ctx.now.advance(10 * MINUTE)
    expect(await guess('203.0.113.7')).toMatchObject({ error: { code: 'invalid_token' } })
  })
})
