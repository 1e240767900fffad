import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { SignJWT } from 'jose'
import { ISSUER } from '../kernel/brand'
import { dateOf, SECOND } from '../kernel/clock'
import type { Env } from '../kernel/env/env'
import { newestSecret, secretId } from '../kernel/seal'

/** Claims of a session JWT. The row in `sessions` decides whether it is still valid. */
export type SessionClaims = {
  userId: number
  email: string
  /** Id of the `sessions` row: 128 random bits, base64url. */
  sid: string
  issuedAt: Date
  expiresAt: Date
}

type JwtEnv = Pick<Env, 'appUrl' | 'authSecrets'>

const ALGORITHM = 'HS256'
const TYPE = 'JWT'
/** Longer than any token made here (the longest address has 254 bytes), so that longer ones are refused unread. */
const MAX_LENGTH = 2048
const SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]{43})$/

/** A secret as a key, and the first segment of every JWT that is signed with it. */
type SigningKey = { key: KeyObject; header: string }

const signingKeys = new Map<string, SigningKey>()

function signingKey(secret: string): SigningKey {
  let made = signingKeys.get(secret)
  if (!made) {
    const header = JSON.stringify({ alg: ALGORITHM, typ: TYPE, kid: secretId(secret) })
    made = { key: createSecretKey(secret, 'utf8'), header: Buffer.from(header).toString('base64url') }
    signingKeys.set(secret, made)
  }
  return made
}

/** NumericDate of RFC 7519: whole seconds. */
const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000)

/** Signs a session JWT (RFC 7519, HS256) with the newest secret. */
export function signSession(env: JwtEnv, claims: SessionClaims): Promise<string> {
  const secret = newestSecret(env)
  return new SignJWT({ userId: claims.userId, email: claims.email, sid: claims.sid })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: secretId(secret) })
    .setIssuedAt(claims.issuedAt)
    .setExpirationTime(claims.expiresAt)
    .setIssuer(ISSUER)
    .setAudience(env.appUrl)
    .sign(signingKey(secret).key)
}

function parseSegment(segment: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** The key of the configured secret that wrote this header. Any other header, be it of the same meaning, is not ours. */
const keyOf = (env: JwtEnv, header: string): KeyObject | undefined =>
  env.authSecrets.map(signingKey).find((one) => one.header === header)?.key

function isSigned(key: KeyObject, signed: string, signature: string): boolean {
  const expected = createHmac('sha256', key).update(signed).digest()
  const given = Buffer.from(signature, 'base64url')
  // Compares the text too: the last base64url character has unused bits, so that several texts decode alike.
  return timingSafeEqual(expected, given) && expected.toString('base64url') === signature
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0

function readClaims(env: JwtEnv, payload: Record<string, unknown> | null, now: Date): SessionClaims | null {
  if (!payload || payload.iss !== ISSUER || payload.aud !== env.appUrl) return null
  const { userId, email, sid, iat, exp } = payload
  if (!Number.isSafeInteger(userId) || typeof email !== 'string' || typeof sid !== 'string') return null
  if (!isTime(iat) || !isTime(exp) || exp <= toSeconds(now)) return null
  return {
    userId: userId as number,
    email,
    sid,
    issuedAt: dateOf(iat * SECOND),
    expiresAt: dateOf(exp * SECOND),
  }
}

/**
 * The claims of a session JWT that we signed and that has not expired; null for everything else.
 *
 * Checked with `node:crypto` because jose verifies on libuv's thread pool, where a check waits behind password hashes
 * (half a second under many sign-ins). Both agree on a corpus of bad tokens in
 * `tests/unit/session/jwt.test.ts`. Algorithm, type, issuer, audience and all claims are pinned (RFC 8725).
 */
export function verifySession(env: JwtEnv, jwt: string, now: Date): SessionClaims | null {
  if (jwt.length > MAX_LENGTH) return null
  const [, header, payload, signature] = SHAPE.exec(jwt) ?? []
  if (!header || !payload || !signature) return null
  const key = keyOf(env, header)
  if (key === undefined || !isSigned(key, `${header}.${payload}`, signature)) return null
  return readClaims(env, parseSegment(payload), now)
}
