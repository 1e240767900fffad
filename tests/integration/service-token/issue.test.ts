import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { WEB_ROUTES } from '../../../app/api/web-routes'
import { SUBJECT } from '../../../lib/account/subject'
import { apiRequest, call } from '../../support/api'
import { aVerifiedUser, freshEmail, type World } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({
  env: { RATE_LIMIT_SCALE: '100' },
  isServed: true,
})

const ask = (jwt: string | null, json: unknown) =>
  call('POST', '/api/auth/token', { headers: jwt === null ? {} : { cookie: `auth-token=${jwt}` }, json })

async function publishedKeys(): Promise<{ response: Response; set: JSONWebKeySet }> {
  const response = await WEB_ROUTES['/.well-known/jwks.json'].GET(
    apiRequest('GET', '/.well-known/jwks.json', {}),
  )
  return { response, set: (await response.json()) as JSONWebKeySet }
}

/** Verifies as another service does: with the published keys, and nothing else of ours. */
async function verified({ ctx }: World, token: string, audience: string) {
  const { set } = await publishedKeys()
  return await jwtVerify(token, createLocalJWKSet(set), {
    algorithms: ['ES256'],
    issuer: ctx.env.appUrl,
    audience,
    currentDate: ctx.now(),
  })
}

describe('a service token', () => {
  it('says who is signed in, to one service, for five minutes', async () => {
    const { jwt, user } = await aVerifiedUser(world, freshEmail())
    const answer = await ask(jwt, { audience: 'shop' })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const { token, expiresIn, ...more } = await answer.json()
    expect([expiresIn, more]).toEqual([300, {}])
    const { payload } = await verified(world, token, 'shop')
    const now = Math.floor(world.ctx.now().getTime() / 1000)
    const { rows } = await world.pool.query(
      'select subject, handle from users u join sessions s on s.user_id = u.id where u.id = $1',
      [user.id],
    )
    expect(payload).toEqual({
      iss: world.ctx.env.appUrl,
      aud: 'shop',
      sub: rows[0].subject,
      sid: rows.at(-1).handle,
      email_verified: true,
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
      iat: now,
      exp: now + 300,
    })
    expect(payload.sub).toMatch(SUBJECT)
    await expect(verified(world, token, 'https://stats.example.com')).rejects.toThrow(/aud/)
    world.ctx.now.advance(301_000)
    await expect(verified(world, token, 'shop')).rejects.toThrow(/exp/)
  })

  it('is another one each time, of the same key', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const tokens = await Promise.all(
      ['shop', 'https://stats.example.com', 'shop'].map(
        async (audience) => (await (await ask(jwt, { audience })).json()).token as string,
      ),
    )
    expect(new Set(tokens).size).toBe(3)
    expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1)
  })

  it.each([
    ['an unknown service', { audience: 'shops' }, 400, 'unknown_audience'],
    ['no service', { audience: '' }, 400, 'unknown_audience'],
    ['a list', { audience: ['shop'] }, 400, 'invalid_input'],
    ['more than asked', { audience: 'shop', sub: 'usr_1' }, 400, 'invalid_input'],
  ])('for %s is refused', async (_what, json, status, code) => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const answer = await ask(jwt, json)
    expect([answer.status, (await answer.json()).code]).toEqual([status, code])
  })

  it('is given to nobody whose session ended', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    await call('POST', '/api/auth/logout', { headers: { cookie: `auth-token=${jwt}` } })
    expect((await ask(jwt, { audience: 'shop' })).status).toBe(401)
    expect((await ask(null, { audience: 'shop' })).status).toBe(401)
  })
})

describe('the published keys', () => {
  it('are public halves alone, and may be kept for five minutes', async () => {
    const { response, set } = await publishedKeys()
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
    for (const key of set.keys)
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  })

  it('are sealed where they are stored', async () => {
    await publishedKeys()
    const { rows } = await world.pool.query('select public_jwk, sealed from service_keys')
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain('PRIVATE KEY')
  })
})
