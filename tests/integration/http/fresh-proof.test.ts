import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../../app/api/endpoint'
import { withFreshProof } from '../../../lib/http/guard/fresh-proof'
import { readInput } from '../../../lib/http/request/read-input'
import { json } from '../../../lib/http/response/json'
import { MINUTE, SECOND } from '../../../lib/kernel/clock'
import { fail } from '../../../lib/kernel/result'
import { proofFields } from '../../../lib/session/proof'
import { peekSession } from '../../../lib/session/read'
import { nameShown, shownAccount } from '../../../lib/session/shown'
import { apiRequest, call, sessionOf } from '../../support/api'
import { cookieValue, encoded, FORM_TYPE, OURS, openedBy, post } from '../../support/plain-forms'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })
const WRONG = 'not the passphrase'

const input = z.strictObject({ name: z.string().min(1), account: shownAccount, ...proofFields })

const { GET, POST } = endpoint(
  '/api/starred',
  {
    GET: withFreshProof(async (_call, { user }) => json(200, { id: user.id })),
    POST: withFreshProof(async (call, { id }) => {
      const read = await readInput(call, input)
      if (!read.ok) return read
      if (read.value.name === 'refuse') return fail('nothing_to_do')
      if (read.value.name === 'throw') throw new Error('a surprise')
      const headers: Record<string, string> =
        read.value.name === 'renew' ? { 'Set-Cookie': 'auth-token=newer; Path=/' } : {}
      return json(200, { isCurrent: (await peekSession(call.ctx, call.visitor.jwt))?.id === id }, headers)
    }),
  },
  { page: () => '/starred', done: () => '/done', keeps: ['name'] },
)

let jean: TestUser
beforeEach(async () => {
  jean = await aRegisteredUser(world, freshEmail())
})

const cookie = (jwt = jean.jwt) => `auth-token=${jwt}`
const ask = (body: object, jwt?: string) =>
  POST(apiRequest('POST', '/api/starred', { body: JSON.stringify(body), headers: { cookie: cookie(jwt) } }))
const answerOf = async (response: Response) => {
  const { code, errors } = await response.json()
  return [response.status, code, ...(errors ?? []).map((error: { code: string }) => error.code)]
}
const isIn = async (jwt: string) => (await peekSession(world.ctx, jwt)) !== null

describe('an act that needs a fresh proof', () => {
  // ASVS 7.5.1, 7.5.3
  it('is done for ten minutes after the sign-in, to the second, and then refused', async () => {
    world.ctx.now.advance(10 * MINUTE)
    expect((await ask({ name: 'a' })).status).toBe(200)
    world.ctx.now.advance(SECOND)
    expect(await answerOf(await ask({ name: 'a' }))).toEqual([403, 'proof_needed', 'password_confirm'])
    const get = await GET(apiRequest('GET', '/api/starred', { headers: { cookie: cookie() } }))
    expect(await answerOf(get)).toEqual([403, 'proof_needed', 'password_confirm'])
  })

  it('is refused to the signed-out', async () => {
    expect(await answerOf(await ask({ name: 'a', password: PASSWORD }, 'nobody'))).toEqual([
      401,
      'unauthenticated',
    ])
  })

  // ASVS 7.2.4
  it('is done again after a confirmation, in the session with the new JWT', async () => {
    world.ctx.now.advance(11 * MINUTE)
    const confirmed = await call('POST', '/api/auth/confirm', {
      json: { password: PASSWORD },
      headers: { cookie: cookie() },
    })
    expect([confirmed.status, await confirmed.json()]).toEqual([200, { user: jean.user }])
    expect(await isIn(jean.jwt)).toBe(false)
    expect(await (await ask({ name: 'a' }, sessionOf(confirmed))).json()).toEqual({ isCurrent: true })
  })

  it('takes the password itself, and goes on in the renewed session', async () => {
    world.ctx.now.advance(11 * MINUTE)
    const done = await ask({ name: 'a', password: PASSWORD })
    expect(await done.json()).toEqual({ isCurrent: true })
    expect([await isIn(jean.jwt), await isIn(sessionOf(done))]).toEqual([false, true])
  })

  it('is not done with a wrong password, fresh or not', async () => {
    const wrong = { name: 'a', password: WRONG }
    expect(await answerOf(await ask(wrong))).toEqual([403, 'proof_needed', 'password_wrong'])
    world.ctx.now.advance(11 * MINUTE)
    expect(await answerOf(await ask(wrong))).toEqual([403, 'proof_needed', 'password_wrong'])
    expect(await answerOf(await ask({ name: 'a', password: '' }))).toEqual([
      400,
      'invalid_input',
      'password_required',
    ])
    expect(await isIn(jean.jwt)).toBe(true)
  })

  it.each([
    ['refuses', 'refuse', 409],
    ['throws', 'throw', 500],
    ['does not take the input', '', 400],
  ])('sends the new cookie though the handler %s', async (_what, name, status) => {
    const response = await ask({ name, password: PASSWORD })
    expect(response.status).toBe(status)
    expect([await isIn(jean.jwt), await isIn(sessionOf(response))]).toEqual([false, true])
  })

  it('leaves the cookie to a handler that renews the session itself', async () => {
    const response = await ask({ name: 'renew', password: PASSWORD })
    expect(response.headers.getSetCookie()).toEqual(['auth-token=newer; Path=/'])
  })

  it('does not try one account’s password on another', async () => {
    const account = nameShown(world.ctx, (await aRegisteredUser(world, freshEmail())).user)
    expect(await answerOf(await ask({ name: 'a', password: PASSWORD, account }))).toEqual([
      409,
      'changed_meanwhile',
      'other_account',
    ])
    expect(await isIn(jean.jwt)).toBe(true)
  })

  it('asks the same of a plain form, whose page shows the typed values again, without the password', async () => {
    world.ctx.now.advance(11 * MINUTE)
    const form = (fields: Record<string, string>) =>
      POST(
        apiRequest('POST', '/api/starred', {
          body: encoded(fields),
          headers: { cookie: cookie(), 'content-type': FORM_TYPE, ...OURS },
        }),
      )
    for (const [more, code] of [
      [{}, 'password_confirm'],
      [{ password: WRONG }, 'password_wrong'],
    ] as const) {
      const refused = await form({ name: 'typed', ...more })
      expect([refused.status, refused.headers.get('location')]).toEqual([303, '/starred'])
      expect(openedBy(world.ctx, jean.jwt, '/starred', cookieValue(refused))).toEqual({
        action: '/api/starred',
        refusal: { code: 'proof_needed', fields: [{ field: 'password', code }] },
        values: { name: 'typed' },
      })
    }
    const done = await form({ name: 'typed', password: PASSWORD })
    expect([done.headers.get('location'), await isIn(sessionOf(done))]).toEqual(['/done', true])
  })
})

describe('the form of the confirmation', () => {
  const confirm = (fields: Record<string, string>) =>
    post('/api/auth/confirm', fields, { ...OURS, cookie: cookie() })

  it('leads on to where it came from, and nowhere else', async () => {
    const done = await confirm({ password: PASSWORD, next: '/account/data' })
    expect(done.headers.get('location')).toBe('/account/data')
    jean = await aRegisteredUser(world, freshEmail())
    const elsewhere = await confirm({ password: PASSWORD, next: 'https://evil.test' })
    expect(elsewhere.headers.get('location')).toBe('/dashboard')
  })

  it('is shown again after a wrong password', async () => {
    const wrong = await confirm({ password: WRONG, next: '/account/data' })
    expect(wrong.headers.get('location')).toBe('/account/confirm?next=%2Faccount%2Fdata')
    expect(openedBy(world.ctx, jean.jwt, '/account/confirm', cookieValue(wrong))).toMatchObject({
      refusal: { code: 'invalid_credentials' },
      values: {},
    })
  })
})
