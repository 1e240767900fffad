import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../../lib/kernel/clock'
import { makeChallenge } from '../../../../lib/session/bind/challenge'
import { readSession } from '../../../../lib/session/read'
import { call } from '../../../support/api'
import { aBoundBrowser, anOffer } from '../../../support/api-answers/bound'
import { bind, challengeIn, cookieIn, newKey, proofOf, refresh, start } from '../../../support/bound-browser'
import { anOperator } from '../../../support/operators'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const keysOfAll = async (): Promise<number> =>
  Number((await world.pool.query('select count(*) from session_keys')).rows[0].count)

/** The answer's statuses, sorted. */
const statusesOf = async (requests: Promise<Response>[]): Promise<number[]> =>
  (await Promise.all(requests)).map(({ status }) => status).toSorted()

describe('a registration', () => {
  it('is answered with what a browser needs', async () => {
    const offer = await anOffer(world)
    const proof = proofOf(newKey(), { jti: challengeIn(offer) }, { withKey: true })
    const response = await start(cookieIn(offer, 'auth-token'), proof)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { session_identifier: id, ...rest } = await response.json()
    expect(id).toMatch(/^[\w-]{22}$/)
    expect(rest).toEqual({
      refresh_url: '/api/auth/bound/refresh',
      scope: {
        include_site: false,
        scope_specification: [
          { type: 'exclude', path: '/_next/static' },
          { type: 'exclude', path: '/api/auth/logout' },
        ],
      },
      credentials: [
        {
          type: 'cookie',
          name: '__Host-auth-bound',
          attributes: 'Path=/; Secure; HttpOnly; SameSite=Lax',
        },
      ],
    })
    expect(response.headers.get('secure-session-challenge')).toMatch(/^"[\w-]{54}";id="[\w-]{22}"$/)
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-auth-bound=[\w-]{54}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
      ),
    ])
  })

  it('stores the public key alone, and the names that its person sees say that it is bound', async () => {
    const browser = await aBoundBrowser(world)
    const { rows } = await world.pool.query('select jwk, alg from session_keys where dbsc_id = $1', [
      browser.dbscId,
    ])
    const { kty, crv, x, y } = browser.key.publicKey.export({ format: 'jwk' })
    expect(rows).toEqual([{ jwk: { kty, crv, x, y }, alg: 'ES256' }])
    expect((await readSession(world.ctx, browser.jwt))?.isBound).toBe(true)
  })

  /** Every way to be no proof for this session. */
  const REFUSED: Record<string, (offer: Response) => string | undefined> = {
    'no header': () => undefined,
    'an empty one': () => '',
    'no key': (offer) => proofOf(newKey(), { jti: challengeIn(offer) }),
    'a key that did not sign': (offer) => {
      const { x, y } = newKey().publicKey.export({ format: 'jwk' })
      const jwk = { kty: 'EC', crv: 'P-256', x, y }
      return proofOf(newKey(), { jti: challengeIn(offer) }, { header: { jwk } })
    },
    'no challenge of ours': () => proofOf(newKey(), { jti: 'x' }, { withKey: true }),
    'a challenge for another session': () =>
      proofOf(
        newKey(),
        { jti: makeChallenge(world.ctx, { of: 'registration', id: 'another' }) },
        { withKey: true },
      ),
    'another audience': (offer) =>
      proofOf(newKey(), { jti: challengeIn(offer), aud: 'https://evil.test/' }, { withKey: true }),
  }

  it.each(Object.keys(REFUSED))('is refused with %s, and the session goes on unbound', async (name) => {
    const before = await keysOfAll()
    const offer = await anOffer(world)
    const jwt = cookieIn(offer, 'auth-token')
    const response = await start(jwt, REFUSED[name]?.(offer))
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await keysOfAll()).toBe(before)
    expect((await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${jwt}` } })).status).toBe(200)
  })

  it('takes the audience that a browser may name', async () => {
    const offer = await anOffer(world)
    const aud = 'https://auth.huntaze.test/api/auth/bound/start'
    const proof = proofOf(newKey(), { jti: challengeIn(offer), aud }, { withKey: true })
    expect((await start(cookieIn(offer, 'auth-token'), proof)).status).toBe(200)
  })

  it('is refused sixteen minutes after the sign-in, and where bindings are switched off', async () => {
    const late = await anOffer(world)
    const proofFor = (offer: Response) => proofOf(newKey(), { jti: challengeIn(offer) }, { withKey: true })
    world.ctx.now.advance(16 * MINUTE)
    expect((await start(cookieIn(late, 'auth-token'), proofFor(late))).status).toBe(403)
    const offer = await anOffer(world)
    world.serve({ ctx: { ...world.ctx, env: { ...world.ctx.env, sessionBinding: 'off' } } })
    expect((await start(cookieIn(offer, 'auth-token'), proofFor(offer))).status).toBe(403)
    world.serve()
  })

  it('by whoever copied the session is refused: the challenge was in the sign-in alone', async () => {
    const owner = await aBoundBrowser(world)
    const thief = newKey()
    for (const jti of [owner.challenge, makeChallenge(world.ctx, { of: 'binding', id: owner.dbscId })])
      expect((await start(owner.jwt, proofOf(thief, { jti }, { withKey: true }))).status).toBe(409)
    // Not even of a session that is not bound yet.
    const { jwt } = await anOperator(world)
    expect((await start(jwt, proofOf(thief, { jti: owner.challenge }, { withKey: true }))).status).toBe(403)
    expect((await refresh(owner.dbscId, proofOf(owner.key, { jti: owner.challenge }))).status).toBe(204)
  })
})

describe('at one time', () => {
  it('two registrations bind one key', async () => {
    const offer = await anOffer(world)
    const jwt = cookieIn(offer, 'auth-token')
    const keys = Array.from({ length: 8 }, () => newKey())
    const proofs = keys.map((key) => proofOf(key, { jti: challengeIn(offer) }, { withKey: true }))
    const before = await keysOfAll()
    expect(await statusesOf(proofs.map((proof) => start(jwt, proof)))).toEqual([200, ...Array(7).fill(409)])
    expect(await keysOfAll()).toBe(before + 1)
  })

  it('two refreshes both renew', async () => {
    const { dbscId, key, challenge } = await aBoundBrowser(world)
    const proof = proofOf(key, { jti: challenge })
    expect(await statusesOf(Array.from({ length: 8 }, () => refresh(dbscId, proof)))).toEqual(
      Array(8).fill(204),
    )
  })

  it('a refresh and the sign-out: the session is over, and the binding with it', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const { jwt, dbscId, key, challenge } = await aBoundBrowser(world)
      const proof = proofOf(key, { jti: challenge })
      const signOut = () => call('POST', '/api/auth/logout', { headers: { cookie: `auth-token=${jwt}` } })
      const [renewed, signedOut] = await Promise.all([refresh(dbscId, proof), signOut()])
      expect([[200, 204].includes(renewed.status), signedOut.status]).toEqual([true, 200])
      expect(await (await refresh(dbscId, proof)).json()).toEqual({
        session_identifier: dbscId,
        continue: false,
      })
      expect(await readSession(world.ctx, jwt)).toBeNull()
    }
  })

  it('a registration and the sign-out leave no key behind', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const before = await keysOfAll()
      const offer = await anOffer(world)
      const jwt = cookieIn(offer, 'auth-token')
      const proof = proofOf(newKey(), { jti: challengeIn(offer) }, { withKey: true })
      const signOut = () => call('POST', '/api/auth/logout', { headers: { cookie: `auth-token=${jwt}` } })
      await Promise.all([start(jwt, proof), signOut()])
      expect(await keysOfAll()).toBe(before)
    }
  })

  it('a new sign-in in the same browser ends the former binding, and makes its own', async () => {
    const { email } = await anOperator(world)
    const signIn = (cookie = '') =>
      call('POST', '/api/auth/login', {
        json: { email, password: 'une phrase de passe assez longue' },
        headers: { ...(cookie && { cookie }) },
      })
    const former = await bind(await signIn())
    const next = await bind(await signIn(`auth-token=${former.jwt}`))
    expect(next.dbscId).not.toBe(former.dbscId)
    expect((await refresh(former.dbscId)).status).toBe(200)
    expect((await refresh(next.dbscId, proofOf(next.key, { jti: next.challenge }))).status).toBe(204)
  })
})
