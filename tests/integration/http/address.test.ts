import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import { call, sessionOf } from '../../support/api'
import { askFor, changeAddress } from '../../support/email-changes'
import { OURS, outcomeOf, post } from '../../support/plain-forms'
import { aVerifiedUser, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const cookieOf = (jwt: string) => ({ cookie: `auth-token=${jwt}` })
const pendingOf = async (userId: number): Promise<number> => {
  const { rowCount } = await world.pool.query(
    `select from email_verification_tokens where user_id = $1 and purpose = 'change_email'`,
    [userId],
  )
  return rowCount ?? 0
}
const addressOf = async (userId: number): Promise<string> =>
  (await world.pool.query('select email from users where id = $1', [userId])).rows[0].email

describe('asking for another address over HTTP', () => {
  // ASVS 7.5.1
  it('needs a proof of the last ten minutes, or the password with it', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    world.ctx.now.advance(10 * MINUTE + 1)
    const ask = (json: object) =>
      call('POST', '/api/account/email', { json: { email: freshEmail(), ...json }, headers: cookieOf(jwt) })
    const refused = await ask({})
    expect([refused.status, await pendingOf(user.id)]).toEqual([403, 0])
    expect((await ask({ password: 'pas la bonne phrase' })).status).toBe(403)
    const asked = await ask({ password: PASSWORD })
    expect([asked.status, await pendingOf(user.id)]).toEqual([202, 1])
    expect(await asked.json()).toEqual({ message: 'Please check the mail of the new address' })
    // The control: the renewed session has its proof.
    const again = await call('POST', '/api/account/email', {
      json: { email: freshEmail() },
      headers: cookieOf(sessionOf(asked)),
    })
    expect(again.status).toBe(202)
  })

  it('as a plain form comes back to the account, and so does giving it up', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    const session = { ...OURS, ...cookieOf(jwt) }
    const asked = await post('/api/account/email', { email: freshEmail() }, session)
    expect([asked.status, asked.headers.get('location'), await pendingOf(user.id)]).toEqual([
      303,
      '/account',
      1,
    ])
    const given = await post('/api/account/email', { method: 'DELETE' }, session)
    expect([given.status, given.headers.get('location'), await pendingOf(user.id)]).toEqual([
      303,
      '/account',
      0,
    ])
  })

  it('is given up without a body', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    await askFor(world, jwt, freshEmail())
    const answer = await call('DELETE', '/api/account/email', { headers: cookieOf(jwt) })
    expect([answer.status, await answer.json(), await pendingOf(user.id)]).toEqual([
      200,
      { success: true },
      0,
    ])
  })
})

describe('confirming it over HTTP', () => {
  it('gives the session a new cookie, which is no fresher a proof than the old one was', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    const email = freshEmail()
    const token = await askFor(world, jwt, email)
    world.ctx.now.advance(11 * MINUTE)
    const answer = await call('POST', '/api/account/email/confirm', {
      json: { token },
      headers: cookieOf(jwt),
    })
    expect(await answer.json()).toEqual({ user: { ...user, email } })
    const renewed = cookieOf(sessionOf(answer))
    expect((await call('GET', '/api/auth/me', { headers: cookieOf(jwt) })).status).toBe(401)
    expect((await call('GET', '/api/auth/me', { headers: renewed })).status).toBe(200)
    const starred = await call('POST', '/api/account/email', {
      json: { email: freshEmail() },
      headers: renewed,
    })
    expect(await starred.json()).toMatchObject({ code: 'proof_needed' })
  })

  it('as a plain form leads to the page without the token', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const token = await askFor(world, jwt, freshEmail())
    const answer = await post('/api/account/email/confirm', { token }, { ...OURS, ...cookieOf(jwt) })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/email'])
    const again = { ...OURS, ...cookieOf(sessionOf(answer)) }
    const used = await post('/api/account/email/confirm', { token }, again)
    expect(used.headers.get('location')).toBe(`/account/email?token=${token}`)
    expect(outcomeOf(world.ctx, used, sessionOf(answer))).toMatchObject({ refusal: { code: 'token_used' } })
  })
})

describe('the plain form of a notice', () => {
  it('does nothing without an answer, nothing after "yes", and what it says after "no"', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { undo: token, email } = await changeAddress(world, owner)
    const silent = await post('/api/auth/undo-email-change', { token })
    expect(outcomeOf(world.ctx, silent)).toMatchObject({ refusal: { code: 'invalid_input' } })
    const kept = await post('/api/auth/undo-email-change', { token, answer: 'me' })
    expect(kept.headers.get('location')).toBe(`/auth/undo-email-change?token=${token}`)
    expect(outcomeOf(world.ctx, kept)).toMatchObject({ values: { answer: 'me' } })
    expect(await addressOf(owner.user.id)).toBe(email)
    const undone = await post('/api/auth/undo-email-change', { token, answer: 'not_me' })
    expect(undone.headers.get('location')).toBe('/auth/undo-email-change')
    expect(await addressOf(owner.user.id)).toBe(owner.email)
  })

  it('says so of a sign-in, too', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    const { token } = await mintLink(world.ctx, 'not_me', user)
    await post('/api/auth/not-me', { token, answer: 'me' })
    expect((await call('GET', '/api/auth/me', { headers: cookieOf(jwt) })).status).toBe(200)
    const answer = await post('/api/auth/not-me', { token, answer: 'not_me' })
    expect(answer.headers.get('location')).toBe('/auth/not-me')
    expect((await call('GET', '/api/auth/me', { headers: cookieOf(jwt) })).status).toBe(401)
  })
})
