import type { ApiPath } from '../../../app/api/routes'
import { MINUTE } from '../../../lib/kernel/clock'
import { call } from '../api'
import {
  type BoundBrowser,
  bind,
  challengeIn,
  cookieIn,
  newKey,
  proofOf,
  refresh,
  start,
} from '../bound-browser'
import { anOperator } from '../operators'
import { PASSWORD, type World } from '../world'

type Init = NonNullable<Parameters<typeof call>[2]>
type Answers = Record<string, () => Promise<Response>>

/** The answer of an operator's sign-in, which offers a key. */
export async function anOffer(world: World): Promise<Response> {
  const { email } = await anOperator(world)
  return call('POST', '/api/auth/login', { json: { email, password: PASSWORD } })
}

export const aBoundBrowser = async (world: World): Promise<BoundBrowser> => bind(await anOffer(world))

/** Gives the session of a request a key, long enough ago that it is asked for. */
export async function bindByHand({ ctx, pool }: World, { headers = {} }: Init): Promise<void> {
  const [, claims = ''] = /auth-token=[^.]+[.]([^.]+)/.exec(headers.cookie ?? '') ?? []
  const { sid } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  await pool.query(
    `insert into session_keys (session_id, dbsc_id, jwk, alg, registered_at) values ($1, gen_random_uuid(), '{}', 'ES256', $2)`,
    [sid, new Date(ctx.now().getTime() - MINUTE)],
  )
}

/** The header of a browser that could not renew its short cookie. */
export const SKIPPED = { 'secure-session-skipped': 'quota_exceeded;session_identifier="x"' }

/** Requests that the two routes of bindings take. */
export const BOUND_REQUESTS: Record<string, (scene: { world: World }) => Promise<Init>> = {
  'POST /api/auth/bound/start': async ({ world }) => {
    const offer = await anOffer(world)
    return {
      headers: {
        cookie: `auth-token=${cookieIn(offer, 'auth-token')}`,
        'secure-session-response': proofOf(newKey(), { jti: challengeIn(offer) }, { withKey: true }),
      },
    }
  },
  'POST /api/auth/bound/refresh': async ({ world }) => {
    const { key, dbscId, challenge } = await aBoundBrowser(world)
    return {
      headers: {
        'sec-secure-session-id': dbscId,
        'secure-session-response': proofOf(key, { jti: challenge }),
      },
    }
  },
}

/** An operator who asks a route that a machine's secret opens, too, without the proof of the key. */
const unproven =
  (path: ApiPath, world: World, more: Record<string, string> = {}) =>
  async () => {
    const { jwt } = await anOperator(world)
    const headers = { cookie: `auth-token=${jwt}`, ...more }
    await bindByHand(world, { headers })
    return call('GET', path, { headers })
  }

/** How their other answers are met. */
export const boundAnswers = (world: World): Answers => ({
  'POST /api/auth/bound/start 401 unauthenticated': () => start('none'),
  'POST /api/auth/bound/start 403 device_proof_wrong': async () => start((await anOperator(world)).jwt),
  'POST /api/auth/bound/start 409 already_bound': async () => start((await aBoundBrowser(world)).jwt),
  'POST /api/auth/bound/refresh 200': () => refresh('nobody'),
  'POST /api/auth/bound/refresh 400 invalid_input': () => refresh('a name; that is none'),
  'POST /api/auth/bound/refresh 403 device_proof_wrong': async () =>
    refresh((await aBoundBrowser(world)).dbscId),
  'GET /api/metrics 401 device_proof_missing': unproven('/api/metrics', world),
  'GET /api/metrics 503 device_unchecked': unproven('/api/metrics', world, SKIPPED),
})
