import { describe, expect, it } from 'vitest'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { verifyWithCode } from '../../../lib/auth/verify-with-code'
import { verifyWithNewPassword } from '../../../lib/auth/verify-with-new-password'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import { readSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import { tokenFor } from '../../support/mail'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const OWNERS = 'la phrase que seule sa propriétaire connaît'
const stranger = (jwt: string | null = null) => aVisitor({ network: '203.0.113.66', jwt })
const owner = (jwt: string | null = null) => aVisitor({ network: '198.51.100.7', jwt })

/** A stranger signs up with the owner's address, keeps the session and asks for more links; the owner opens the newest mail. */
async function aHijackedAddress(): Promise<TestUser & { mailed: string; strangersMark: string }> {
  const { ctx } = world
  const account = await aRegisteredUser(world, freshEmail())
  ctx.now.advance(MINUTE)
  expectOk(await resendLink(ctx, undefined, stranger(account.jwt)))
  await deliverDue(ctx)
  const known = expectOk(await login(ctx, { email: account.email, password: PASSWORD }, stranger()))
  return { ...account, mailed: tokenFor(ctx.mail, account.email), strangersMark: known.deviceMark }
}

const takeOver = (token: string) => verifyWithNewPassword(world.ctx, { token, newPassword: OWNERS }, owner())

const signIn = async (email: TestUser['email'], password: string, deviceMark: string | null = null) => {
  const outcome = await login(world.ctx, { email, password, deviceMark }, stranger())
  return outcome.ok ? 'ok' : outcome.error.code
}

/**
 * The classes of "Pre-hijacked accounts" (Sudhodanan and Paverd, USENIX Security 2022): somebody prepares an account on another
 * person's address, and waits until its owner uses it.
 */
describe('unexpired session: a stranger signed up with the address, and stayed', () => {
  // ASVS 6.4.3, 7.4.3
  it('the owner proves the mailbox with a new password: session, password and tokens of the stranger are dead', async () => {
    const { ctx } = world
    const { email, jwt, token, mailed, user } = await aHijackedAddress()
    const reset = await mintLink(ctx, 'reset_password', user)
    const mine = expectOk(await takeOver(mailed))

    expect(await readSession(ctx, jwt)).toBeNull()
    expect(await signIn(email, PASSWORD)).toBe('invalid_credentials')
    expect(await verifyEmail(ctx, token, stranger())).toMatchObject({ error: { code: 'token_used' } })
    const { rows } = await world.pool.query(
      'select purpose from email_verification_tokens where user_id = $1',
      [user.id],
    )
    expect([rows, reset.token.length]).toEqual([[], 64])
    expect((await readSession(ctx, mine.session.jwt))?.user).toMatchObject({ email, emailVerified: true })
    expect(await signIn(email, OWNERS)).toBe('ok')
  })

  it('the mark of the stranger’s browser is worth nothing: its next sign-in would be told', async () => {
    const { email, mailed, strangersMark } = await aHijackedAddress()
    expectOk(await takeOver(mailed))
    await deliverDue(world.ctx)
    const told = world.ctx.mail.sent.length
    expect(await signIn(email, OWNERS, strangersMark)).toBe('ok')
    await deliverDue(world.ctx)
    expect(world.ctx.mail.sent.slice(told).map(({ to, subject }) => [to, subject])).toEqual([
      [email, 'Nouvelle connexion à votre compte'],
    ])
  })

  it('a link that undoes a change of address stays: it protects the owner', async () => {
    const { ctx } = world
    const { mailed, user } = await aHijackedAddress()
    await mintLink(ctx, 'undo_email_change', { id: user.id, email: freshEmail() })
    expectOk(await takeOver(mailed))
    const { rows } = await world.pool.query(
      'select purpose from email_verification_tokens where user_id = $1',
      [user.id],
    )
    expect(rows).toEqual([{ purpose: 'undo_email_change' }])
  })

  it('a sign-in of the stranger whose password is being checked meanwhile comes too late', async () => {
    const { ctx } = world
    const { email, mailed, user } = await aHijackedAddress()
    const passwords = {
      ...ctx.passwords,
      async verify(password: string, hash: string | null) {
        const isRight = await ctx.passwords.verify(password, hash)
        expectOk(await takeOver(mailed))
        return isRight
      },
    }
    const late = await login({ ...ctx, passwords }, { email, password: PASSWORD }, stranger())
    expect(late).toMatchObject({ error: { code: 'invalid_credentials' } })
    const { rows } = await world.pool.query('select 1 from sessions where user_id = $1', [user.id])
    expect(rows).toHaveLength(1)
  })

  it('the stranger’s own session knows no way to prove: the code is in the owner’s mailbox', async () => {
    const { user, jwt } = await aHijackedAddress()
    const session = await readSession(world.ctx, jwt)
    if (!session) throw new Error('the stranger is signed in')
    for (let time = 0; time < 5; time += 1)
      await verifyWithCode(world.ctx, { session, code: 'ZZZZ-ZZZZ' }, stranger(jwt))
    expect(await verifyWithCode(world.ctx, { session, code: 'ZZZZ-ZZZZ' }, stranger(jwt))).toMatchObject({
      error: { code: 'code_dead' },
    })
    const { rows } = await world.pool.query('select email_verified from users where id = $1', [user.id])
    expect(rows).toEqual([{ email_verified: false }])
  })
})
