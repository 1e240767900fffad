import { describe, expect, it } from 'vitest'
import { API_ROUTES } from '../../../../app/api/routes'
import { grantOperator } from '../../../../lib/operate/roles'
import { apiRequest, call } from '../../../support/api'
import { aProtectedUser, codeAt, firstStep } from '../../../support/authenticator'
import { challengeIn, cookieIn, newKey, proofOf, start } from '../../../support/bound-browser'
import { aPasskeyUser, asked } from '../../../support/passkeys'
import { ProviderBrowser } from '../../../support/provider-browser'
import { worldWithProvider } from '../../../support/provider-world'
import { aRegisteredUser, aVerifiedUser, freshEmail, PASSWORD, type TestUser } from '../../../support/world'

const world = worldWithProvider()
const NEW_PASSWORD = 'une tout autre phrase de passe'

type Mode = 'operators' | 'all' | 'off'
const serveWith = (sessionBinding: Mode) =>
  world.serve({ ctx: { ...world.ctx, env: { ...world.ctx.env, sessionBinding } } })

/** Gives the role to somebody who is verified. The sessions end, so the way in comes afterwards. */
type Promote = (person: Pick<TestUser, 'email'>) => Promise<void>

const post = (path: Parameters<typeof call>[1], init: Parameters<typeof call>[2]) => call('POST', path, init)
const as = ({ jwt }: Pick<TestUser, 'jwt'>) => ({ cookie: `auth-token=${jwt}` })
const login = ({ email }: Pick<TestUser, 'email'>) =>
  post('/api/auth/login', { json: { email, password: PASSWORD } })

/** Gives the role to an account whose address is not proven yet: no command does, but the way in must not depend on it. */
const promoteByHand = (email: string) =>
  world.pool.query(`update users set role = 'operator' where email = $1`, [email])

/** Every way that opens a session. Each answers with the response that does. */
const WAYS: Record<string, (promote: Promote) => Promise<Response>> = {
  async password(promote) {
    const person = await aVerifiedUser(world, freshEmail())
    await promote(person)
    return login(person)
  },
  async 'password, in a plain form'(promote) {
    const person = await aVerifiedUser(world, freshEmail())
    await promote(person)
    const request = apiRequest('POST', '/api/auth/login', {
      body: new URLSearchParams({ email: person.email, password: PASSWORD }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    })
    return API_ROUTES['/api/auth/login'].POST(request)
  },
  async 'password from a new browser, whose owner is told'(promote) {
    const person = await aVerifiedUser(world, freshEmail())
    await promote(person)
    await login(person)
    return login(person)
  },
  async 'second step, by a code'(promote) {
    const person = await aProtectedUser(world)
    await promote(person)
    const step = await firstStep(world, person)
    return post('/api/auth/second-step', {
      headers: { cookie: `auth-step=${step}` },
      json: { method: 'totp', code: codeAt(person.secret, world.ctx.now()) },
    })
  },
  async passkey(promote) {
    const person = await aPasskeyUser(world)
    await promote(person)
    return post('/api/auth/passkey', { json: { response: person.authenticator.use(await asked(world)) } })
  },
  async provider(promote) {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    await browser.go({ email })
    await promote({ email })
    return new ProviderBrowser().go({ email })
  },
  async 'mailed link, with the password'(promote) {
    const person = await aRegisteredUser(world, freshEmail())
    await promote(person)
    return post('/api/auth/verify-email', { json: { token: person.token, password: PASSWORD } })
  },
  async 'mailed link, with a new password'(promote) {
    const person = await aRegisteredUser(world, freshEmail())
    await promote(person)
    return post('/api/auth/verify-email', { json: { token: person.token, newPassword: NEW_PASSWORD } })
  },
  async 'change of the password, in a session without a key'(promote) {
    const person = await aVerifiedUser(world, freshEmail())
    await promote(person)
    serveWith('off')
    const jwt = cookieIn(await login(person), 'auth-token')
    serveWith(mode)
    return post('/api/account/password', {
      headers: as({ jwt }),
      json: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    })
  },
}

let mode: Mode = 'operators'

const offerIn = (response: Response) => response.headers.get('secure-session-registration')

const OFFER = /^\(ES256 RS256\);path="\/api\/auth\/bound\/start";challenge="[\w-]{54}"$/

describe.each(['operators', 'all', 'off'] as const)('SESSION_BINDING=%s', (given) => {
  it.each(
    Object.keys(WAYS).flatMap((way) => [
      [way, 'member', given === 'all'],
      [way, 'operator', given !== 'off'],
    ]) as [string, string, boolean][],
  )('%s, %s: %s', async (way, role, isOffered) => {
    mode = given
    serveWith(given)
    const promote: Promote = async ({ email }) => {
      if (role === 'operator' && (await grantOperator(world.ctx, email as never)) === 'unverified')
        await promoteByHand(email)
    }
    const response = await WAYS[way]?.(promote)
    if (!response) throw new Error('no such way')
    // A provider's operator is asked for a second step first, which offers; without one the session opens at once.
    expect(cookieIn(response, 'auth-token')).not.toBe('')
    if (!isOffered) return expect(offerIn(response)).toBeNull()
    expect(offerIn(response)).toMatch(OFFER)
    const proof = proofOf(newKey(), { jti: challengeIn(response) }, { withKey: true })
    expect((await start(cookieIn(response, 'auth-token'), proof)).status).toBe(200)
  })

  it(`a sign-up is offered a key: ${given === 'all'}`, async () => {
    serveWith(given)
    const json = { name: 'Jean', email: freshEmail(), password: PASSWORD }
    const response = await post('/api/auth/register', { json })
    expect(response.status).toBe(201)
    expect(offerIn(response) !== null).toBe(given === 'all')
  })
})

it('nothing is offered without https, whatever is configured', async () => {
  const { parseEnv } = await import('../../../../lib/kernel/env/env')
  const env = (appUrl: string) =>
    parseEnv({
      DATABASE_URL: 'postgres://localhost/x',
      APP_URL: appUrl,
      AUTH_SECRET: 'k3yb0ard-cat-0123456789-abcdefghijkl',
      EMAIL_TRANSPORT: 'mailbox',
      SESSION_BINDING: 'all',
    }).sessionBinding
  expect([env('http://localhost:3000'), env('https://auth.huntaze.test')]).toEqual(['off', 'all'])
})

describe('what opens no session offers nothing', () => {
  it('a wrong password, a first step, a renewal, a change of a bound session’s password', async () => {
    serveWith('all')
    const person = await aVerifiedUser(world, freshEmail())
    const wrong = await post('/api/auth/login', {
      json: { email: person.email, password: 'not the passphrase' },
    })
    const guarded = await aProtectedUser(world)
    const first = await login(guarded)
    expect(first.status).toBe(202)
    const confirmed = await post('/api/auth/confirm', { headers: as(person), json: { password: PASSWORD } })
    expect(confirmed.status).toBe(200)
    for (const response of [wrong, first, confirmed]) expect(offerIn(response)).toBeNull()
  })
})
