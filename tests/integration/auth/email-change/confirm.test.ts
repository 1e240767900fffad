import { describe, expect, it } from 'vitest'
import { confirmEmailChange } from '../../../../lib/auth/email-change/confirm'
import { register } from '../../../../lib/auth/register'
import { deliverDue } from '../../../../lib/email/send/worker'
import { DAY, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { mintLink } from '../../../../lib/link/mint'
import { verifySession } from '../../../../lib/session/jwt'
import { readSession } from '../../../../lib/session/read'
import { refusal, signIn } from '../../../support/acts'
import {
  askFor,
  changeAddress,
  eventsOf,
  mailedToken,
  sessionOf,
  signInAnew,
} from '../../../support/email-changes'
import { letterTo } from '../../../support/mail'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const confirm = async (jwt: string, token: string) =>
  confirmEmailChange(world.ctx, token, await sessionOf(world, jwt), aVisitor({ jwt }))

const codeOf = async (result: ReturnType<typeof confirm>) => {
  const outcome = await result
  return outcome.ok ? 'ok' : outcome.error.code
}

describe('proving the new address', () => {
  // ASVS 6.3.7, 7.4.3
  it('changes it, ends every other session, renews this one, and tells the old address', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    const others = [await signInAnew(world, email), await signInAnew(world, email)]
    const wanted = freshEmail()
    const token = await askFor(world, jwt, wanted)
    world.ctx.now.advance(MINUTE)
    const before = await sessionOf(world, jwt)
    const changed = expectOk(await confirm(jwt, token))
    expect(changed.user).toEqual({ ...user, email: wanted, emailVerified: true })
    for (const ended of [jwt, ...others]) expect(await readSession(world.ctx, ended)).toBeNull()
    const after = await sessionOf(world, changed.session.jwt)
    // The same session under another JWT: it ends when it would have, and nobody gave a password.
    expect(after).toEqual({ ...before, id: after.id, user: changed.user })
    expect(after.id).not.toBe(before.id)
    expect(verifySession(world.ctx.env, changed.session.jwt, world.ctx.now())).toMatchObject({
      email: wanted,
    })
    expect(await mailedToken(world, 'undo_email_change', email)).toMatch(/^[0-9a-f]{64}$/)
    const notice = letterTo(world.ctx.mail, email, /^L’adresse de votre compte a changé$/)
    expect(notice?.text).toContain(`${wanted[0]}•••@e•••.com`)
    expect(notice?.text).not.toContain(wanted)
    expect((await eventsOf(world, user.id)).at(-1)).toBe('email_changed')
    expect(await signIn(world, email)).toMatchObject(refusal('invalid_credentials'))
    expectOk(await signIn(world, wanted))
  })

  it('voids the links that its purpose names, and their waiting mail, but not the notices', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    await signInAnew(world, email)
    await deliverDue(world.ctx)
    for (const purpose of ['reset_password', 'not_me'] as const) await mintLink(world.ctx, purpose, user)
    await changeAddress(world, { jwt, email })
    const { rows } = await world.pool.query(
      'select purpose from email_verification_tokens where user_id = $1',
      [user.id],
    )
    expect(rows.map(({ purpose }) => purpose)).toEqual(['undo_email_change'])
  })

  // ASVS 2.3.1
  it('is for a session of that very account', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const token = await askFor(world, jwt, freshEmail())
    const stranger = await aVerifiedUser(world, freshEmail())
    expect(await confirm(stranger.jwt, token)).toMatchObject(refusal('forbidden'))
    expect(await codeOf(confirm(jwt, token))).toBe('ok')
  })

  // ASVS 6.4.1
  it('works for 24 hours, once', async () => {
    const early = await aVerifiedUser(world, freshEmail())
    const late = await aVerifiedUser(world, freshEmail())
    const inTime = await askFor(world, early.jwt, freshEmail())
    const tooLate = await askFor(world, late.jwt, freshEmail())
    world.ctx.now.advance(DAY - SECOND)
    const changed = expectOk(await confirm(early.jwt, inTime))
    expect(await codeOf(confirm(changed.session.jwt, inTime))).toBe('token_used')
    world.ctx.now.advance(SECOND)
    expect(await codeOf(confirm(late.jwt, tooLate))).toBe('token_expired')
    expect((await sessionOf(world, late.jwt)).user.email).toBe(late.email)
  })

  it('refuses an address that somebody registered meanwhile, and leaves everything as it was', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    const wanted = freshEmail()
    const token = await askFor(world, jwt, wanted)
    const input = { name: 'Une Autre', email: wanted, password: PASSWORD }
    expectOk(await register(world.ctx, input, aVisitor()))
    expect(await confirm(jwt, token)).toMatchObject({
      error: { code: 'email_taken', fields: [{ field: 'email', code: 'email_taken' }] },
    })
    expect((await sessionOf(world, jwt)).user).toEqual({ ...user, email })
    await world.pool.query('delete from users where email = $1', [wanted])
    expect(await codeOf(confirm(jwt, token))).toBe('ok')
  })

  it('by two accounts of one address at the same moment succeeds for one', async () => {
    const wanted = freshEmail()
    const people = []
    for (let index = 0; index < 2; index += 1) {
      const { jwt } = await aVerifiedUser(world, freshEmail())
      people.push({ jwt, token: await askFor(world, jwt, wanted) })
    }
    const codes = await Promise.all(people.map(({ jwt, token }) => codeOf(confirm(jwt, token))))
    expect(codes.toSorted()).toEqual(['email_taken', 'ok'])
  })
})

describe('twenty confirmations at once', () => {
  // ASVS 2.3.4, 15.4.2
  it('change the address once, and mail one notice', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    const token = await askFor(world, jwt, freshEmail())
    const session = await sessionOf(world, jwt)
    const once = () => confirmEmailChange(world.ctx, token, session, aVisitor({ jwt }))
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(once())))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    expect(codes.filter((code) => code === 'token_used')).toHaveLength(19)
    await deliverDue(world.ctx)
    const notices = world.ctx.mail.sent.filter(
      ({ to, subject }) => to === email && subject === 'L’adresse de votre compte a changé',
    )
    expect(notices).toHaveLength(1)
    const events = await eventsOf(world, user.id)
    expect(events.filter((type) => type === 'email_changed')).toHaveLength(1)
  })

  it('would change it several times without the lock: the control', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    const wanted = freshEmail()
    await askFor(world, jwt, wanted)
    const naive = async () => {
      const { rowCount } = await world.pool.query(
        `select from email_verification_tokens where user_id = $1 and purpose = 'change_email'`,
        [user.id],
      )
      if (rowCount === 0) return false
      await world.pool.query('update users set email = $1 where id = $2', [wanted, user.id])
      await world.pool.query(
        `delete from email_verification_tokens where user_id = $1 and purpose = 'change_email'`,
        [user.id],
      )
      return true
    }
    const results = await Promise.all(Array.from({ length: 20 }, naive))
    expect(results.filter(Boolean).length).toBeGreaterThan(1)
  })
})
