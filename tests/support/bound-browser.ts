import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { call } from './api'

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

type Alg = 'ES256' | 'RS256'
type Claims = { jti: string; aud?: string }

/** A key as a browser makes it, in software. */
export const newKey = (alg: Alg = 'ES256') =>
  alg === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A proof as Chromium 156 signs it. `header`: members that differ. */
export function proofOf(
  { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject },
  claims: Claims,
  { alg = 'ES256', withKey = false, header = {} }: { alg?: Alg; withKey?: boolean; header?: object } = {},
): string {
  const { kty, crv, x, y, n, e } = publicKey.export({ format: 'jwk' })
  const jwk = withKey ? { jwk: kty === 'EC' ? { kty, crv, x, y } : { kty, n, e } } : {}
  const signed = `${base64url({ alg, typ: 'dbsc+jwt', ...jwk, ...header })}.${base64url(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

/** The challenge in `Secure-Session-Registration` or `Secure-Session-Challenge`; '' where there is none. */
export const challengeIn = ({ headers }: Response): string =>
  /challenge="([^"]+)"/.exec(headers.get('secure-session-registration') ?? '')?.[1] ??
  /^"([^"]+)"/.exec(headers.get('secure-session-challenge') ?? '')?.[1] ??
  ''

/** The value that an answer sets for a cookie; '' where it sets none. */
export const cookieIn = ({ headers }: Response, name: string): string =>
  headers
    .getSetCookie()
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(';')[0] ?? ''

export const BOUND = '__Host-auth-bound'

/** The headers with which a browser makes these requests by itself. */
const BY_ITSELF = {
  origin: 'https://auth.huntaze.test',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'no-cors',
  'sec-fetch-dest': 'empty',
}

/** `POST /api/auth/bound/start`, as a browser sends it. */
export const start = (jwt: string, proof?: string): Promise<Response> =>
  call('POST', '/api/auth/bound/start', {
    headers: {
      ...BY_ITSELF,
      cookie: `auth-token=${jwt}`,
      ...(proof !== undefined && { 'secure-session-response': proof }),
    },
  })

/** `POST /api/auth/bound/refresh`, as a browser sends it. */
export const refresh = (dbscId: string, proof?: string): Promise<Response> =>
  call('POST', '/api/auth/bound/refresh', {
    headers: {
      ...BY_ITSELF,
      'sec-secure-session-id': dbscId,
      ...(proof !== undefined && { 'secure-session-response': proof }),
    },
  })

/** A browser that bound its session: its key, the binding's name, its short cookie, and the challenge that it holds. */
export type BoundBrowser = {
  jwt: string
  key: ReturnType<typeof newKey>
  dbscId: string
  cookie: string
  challenge: string
}

/** Binds the session of a sign-in whose answer offered a key. */
export async function bind(signedIn: Response, alg: Alg = 'ES256'): Promise<BoundBrowser> {
  const key = newKey(alg)
  const jwt = cookieIn(signedIn, 'auth-token')
  const proof = proofOf(key, { jti: challengeIn(signedIn) }, { alg, withKey: true })
  const answer = await start(jwt, proof)
  if (answer.status !== 200) throw new Error(`not bound: ${await answer.text()}`)
  const { session_identifier: dbscId } = await answer.json()
  return { jwt, key, dbscId, cookie: cookieIn(answer, BOUND), challenge: challengeIn(answer) }
}

/** The cookies that a browser sends. */
export const cookiesOf = ({ jwt, cookie }: Pick<BoundBrowser, 'jwt' | 'cookie'>): string =>
  `auth-token=${jwt}; ${BOUND}=${cookie}`
