import { describe, expect, it } from 'vitest'
import type { ApiPath } from '../../../../app/api/routes'
import { MINUTE } from '../../../../lib/kernel/clock'
import { isBoundCookie } from '../../../../lib/session/bind/cookie'
import { call } from '../../../support/api'
import { anOffer } from '../../../support/api-answers/bound'
import { BOUND, challengeIn, cookieIn } from '../../../support/bound-browser'
import { type RecordedRequest, readRecording } from '../../../support/bound-requests'
import { sessionOf } from '../../../support/email-changes'
import { sharedWorld } from '../../../support/world-lifetime'

const { appUrl, authSecret, handle, dbscId, requests } = readRecording()

const world = sharedWorld({
  env: { APP_URL: appUrl, AUTH_SECRET: authSecret, RATE_LIMIT_SCALE: '100' },
  isServed: true,
})

function recorded(name: RecordedRequest['name']): RecordedRequest {
  const found = requests.find((one) => one.name === name)
  if (!found) throw new Error(`not recorded: ${name}`)
  return found
}

const registration = recorded('registration')
const unproven = recorded('refresh without a proof')
const proven = recorded('refresh with a proof')

const setClock = ({ at }: RecordedRequest, late = 0) =>
  world.ctx.now.advance(Date.parse(at) + late - world.ctx.now().getTime())

/** Sends a recorded request as it came, with the cookies of a session of this run. */
const replay = ({ method, path, cookies, headers }: RecordedRequest, jwt: string): Promise<Response> =>
  call(method as 'POST', path as ApiPath, {
    headers: {
      ...headers,
      cookie: cookies.map((name) => `${name}=${name === 'auth-token' ? jwt : 'x'}`).join('; '),
    },
  })

/** A session at the time of the registration, under the recorded name unless another is given. */
async function aSession(name = handle): Promise<string> {
  await world.pool.query('delete from sessions')
  setClock(registration)
  const jwt = cookieIn(await anOffer(world), 'auth-token')
  const { id } = await sessionOf(world, jwt)
  await world.pool.query('update sessions set handle = $1 where id = $2', [name, id])
  return jwt
}

/** The same with its key, under the recorded name unless another is given. */
async function aBoundSession(name = dbscId): Promise<string> {
  const jwt = await aSession()
  expect((await replay(registration, jwt)).status).toBe(200)
  await world.pool.query('update session_keys set dbsc_id = $1', [name])
  return jwt
}

describe('requests of a real browser', () => {
  it('are answered as they were, from the registration on', async () => {
    const jwt = await aSession()
    const registered = await replay(registration, jwt)
    expect([registered.status, registration.status]).toEqual([200, 200])
    const { session_identifier: given } = await registered.json()
    expect(isBoundCookie(world.ctx, given, cookieIn(registered, BOUND))).toBe(true)
    await world.pool.query('update session_keys set dbsc_id = $1', [dbscId])

    setClock(unproven)
    const asked = await replay(unproven, jwt)
    expect([asked.status, unproven.status]).toEqual([403, 403])
    expect(asked.headers.getSetCookie()).toEqual([])
    expect(challengeIn(asked)).not.toBe('')

    setClock(proven)
    const renewed = await replay(proven, jwt)
    expect([renewed.status, proven.status]).toEqual([204, 204])
    expect(isBoundCookie(world.ctx, dbscId, cookieIn(renewed, BOUND))).toBe(true)
    expect(challengeIn(renewed)).not.toBe('')
  })

  it('are judged by what they were made for', async () => {
    const another = '00000000-0000-4000-8000-000000000000'
    expect((await replay(registration, await aSession(another))).status).toBe(403)
    const unbound = await aSession()
    setClock(registration, 16 * MINUTE)
    expect((await replay(registration, unbound)).status).toBe(403)

    const bound = await aBoundSession()
    expect((await replay(registration, bound)).status).toBe(409)
    setClock(proven, 16 * MINUTE)
    expect((await replay(proven, bound)).status).toBe(403)
    const elsewhere = await aBoundSession('another')
    expect(await (await replay(proven, elsewhere)).json()).toMatchObject({ continue: false })
  })
})

/** The part of a proof at this place. */
const partOf = ({ headers }: RecordedRequest, index: number) =>
  JSON.parse(Buffer.from(headers['secure-session-response']?.split('.')[index] ?? '', 'base64url').toString())
const headIn = (request: RecordedRequest) => partOf(request, 0)
const claimsIn = (request: RecordedRequest) => partOf(request, 1)

describe('a real browser', () => {
  it.each(requests.map(({ name, headers }) => [name, headers] as const))(
    'sends no body, no type and no page with a %s',
    (_, headers) => {
      expect(headers).toMatchObject({
        'content-length': '0',
        origin: appUrl,
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'no-cors',
      })
      for (const name of ['content-type', 'transfer-encoding', 'accept', 'referer', 'sec-fetch-user'])
        expect(headers).not.toHaveProperty(name)
    },
  )

  it('sends its proof bare, with the challenge alone in it; the key goes along once', () => {
    for (const { headers } of [registration, proven])
      expect(headers['secure-session-response']).toMatch(/^[\w-]+[.][\w-]+[.][\w-]{86}$/)
    expect([registration, proven].map((one) => Object.keys(claimsIn(one)))).toEqual([['jti'], ['jti']])
    expect(headIn(registration)).toEqual({
      alg: 'ES256',
      typ: 'dbsc+jwt',
      jwk: { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) },
    })
    expect(headIn(proven)).toEqual({ alg: 'ES256', typ: 'dbsc+jwt' })
  })

  it('names the binding bare, and in a refresh alone', () => {
    expect([registration, unproven, proven].map(({ headers }) => headers['sec-secure-session-id'])).toEqual([
      undefined,
      dbscId,
      dbscId,
    ])
    expect(unproven.headers).not.toHaveProperty('secure-session-response')
  })
})
