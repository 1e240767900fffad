import { createHmac, createSecretKey } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { DAY, shift } from '../../../lib/kernel/clock'
import { secretId } from '../../../lib/kernel/seal'
import { signSession, verifySession } from '../../../lib/session/jwt'

const NEW_SECRET = 'new-secret-0123456789-abcdefghijklmno'
const OLD_SECRET = 'old-secret-9876543210-onmlkjihgfedcba'
const env = { appUrl: 'https://auth.huntaze.test', authSecrets: [NEW_SECRET, OLD_SECRET] }
const issuedAt = new Date('2026-03-01T12:00:00Z')
const claims = {
  userId: 7,
  email: 'jean@example.com',
  sid: 'AAAAAAAAAAAAAAAAAAAAAA',
  issuedAt,
  expiresAt: shift(issuedAt, 7 * DAY),
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token with any header and payload, correctly signed. */
function forge(header: unknown, payload: unknown, secret = NEW_SECRET, algorithm = 'sha256'): string {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${createHmac(algorithm, secret).update(signed).digest('base64url')}`
}

const header = { alg: 'HS256', typ: 'JWT', kid: secretId(NEW_SECRET) }
const payload = {
  userId: 7,
  email: 'jean@example.com',
  sid: claims.sid,
  iss: 'huntaze-auth',
  aud: env.appUrl,
  iat: issuedAt.getTime() / 1000,
  exp: claims.expiresAt.getTime() / 1000,
}
const without = (name: string) => Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name))

/** The verdict of jose under its strictest options, which our own check must share. */
async function joseAccepts(token: string, now = issuedAt): Promise<boolean> {
  for (const secret of env.authSecrets) {
    try {
      await jwtVerify(token, createSecretKey(secret, 'utf8'), {
        algorithms: ['HS256'],
        typ: 'JWT',
        issuer: 'huntaze-auth',
        audience: env.appUrl,
        requiredClaims: ['iat', 'exp', 'userId', 'email', 'sid'],
        currentDate: now,
      })
      return true
    } catch {}
  }
  return false
}

/** Another text of the same signature bytes: the last base64url character of 32 bytes has two spare bits. */
function malleable(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(token.at(-1) ?? '')
  return token.slice(0, -1) + alphabet[last ^ 1]
}

const good = forge(header, payload)
const tampered = `${encode(header)}.${encode({ ...payload, userId: 1 })}.${good.split('.')[2]}`

const refusedByBoth: [string, string][] = [
  ['nothing', ''],
  ['not a token', 'hello'],
  ['two segments', good.split('.').slice(0, 2).join('.')],
  ['four segments', `${good}.x`],
  ['a changed payload', tampered],
  ['no signature', `${good.split('.').slice(0, 2).join('.')}.`],
  ['an unknown key', forge(header, payload, 'x'.repeat(40))],
  ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${encode(payload)}.`],
  ['alg None', forge({ ...header, alg: 'None' }, payload)],
  ['alg HS384', forge({ ...header, alg: 'HS384' }, payload, NEW_SECRET, 'sha384')],
  ['alg HS512', forge({ ...header, alg: 'HS512' }, payload, NEW_SECRET, 'sha512')],
  ['alg RS256', forge({ ...header, alg: 'RS256' }, payload)],
  ['no alg', forge({ typ: 'JWT', kid: header.kid }, payload)],
  ['another typ', forge({ ...header, typ: 'at+jwt' }, payload)],
  ['crit', forge({ ...header, crit: ['x'], x: 1 }, payload)],
  ['b64 false', forge({ ...header, b64: false, crit: ['b64'] }, payload)],
  ['another issuer', forge(header, { ...payload, iss: 'somebody' })],
  ['another audience', forge(header, { ...payload, aud: 'https://other.huntaze.test' })],
  ['no exp', forge(header, without('exp'))],
  ['no iat', forge(header, without('iat'))],
  ['no aud', forge(header, without('aud'))],
  ['no sid', forge(header, without('sid'))],
  ['no userId', forge(header, without('userId'))],
  ['exp as text', forge(header, { ...payload, exp: '9999999999' })],
  ['exp in the past', forge(header, { ...payload, exp: payload.iat - 1 })],
  ['a payload that is an array', forge(header, [payload])],
  [
    'a payload that is no JSON',
    `${encode(header)}.${Buffer.from('{').toString('base64url')}.${'A'.repeat(43)}`,
  ],
]

/** Refused by us beyond what jose refuses: nothing but what `signSession` writes gets through. */
const refusedByUs: [string, string][] = [
  ['another text of the same signature', malleable(good)],
  ['no kid', forge({ alg: 'HS256', typ: 'JWT' }, payload)],
  ['an unknown kid', forge({ ...header, kid: '../../etc/passwd' }, payload)],
  ['an embedded key', forge({ ...header, jwk: { kty: 'oct', k: 'AAAA' } }, payload)],
  ['a key address', forge({ ...header, jku: 'https://evil.test/keys' }, payload)],
  ['userId as text', forge(header, { ...payload, userId: '7' })],
  ['several audiences', forge(header, { ...payload, aud: [env.appUrl, 'x'] })],
  ['far too long', forge(header, { ...payload, email: 'x'.repeat(3000) })],
]

describe('session JWT', () => {
  it('is signed by jose as HS256 with the contract’s claims, and read back', async () => {
    const token = await signSession(env, claims)
    expect(verifySession(env, token, issuedAt)).toEqual(claims)
    expect(await joseAccepts(token)).toBe(true)
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toEqual(payload)
  })

  // ASVS 9.1.1, 9.1.2, 9.2.1, 9.2.2, 9.2.3, 9.2.4
  it.each(refusedByBoth)('refuses %s, and so does jose', async (_name, token) => {
    expect(verifySession(env, token, issuedAt)).toBeNull()
    expect(await joseAccepts(token)).toBe(false)
  })

  // ASVS 9.1.2, 9.1.3
  it.each(refusedByUs)('refuses %s', (_name, token) => {
    expect(verifySession(env, token, issuedAt)).toBeNull()
  })

  it('accepts the corpus’s own good token, so the corpus can fail', async () => {
    expect(verifySession(env, good, issuedAt)).toEqual(claims)
    expect(await joseAccepts(good)).toBe(true)
  })

  // ASVS 7.3.2, 9.2.1
  it('ends at its seventh day to the second', async () => {
    const token = await signSession(env, claims)
    const lastSecond = shift(claims.expiresAt, -1000)
    expect(verifySession(env, token, lastSecond)).not.toBeNull()
    expect(verifySession(env, token, claims.expiresAt)).toBeNull()
    expect(await joseAccepts(token, claims.expiresAt)).toBe(false)
  })

  // ASVS 7.4.5, 11.1.1, 11.2.2
  it('rotates: an old secret still opens, the newest signs, a removed one is refused', async () => {
    const before = await signSession({ ...env, authSecrets: [OLD_SECRET] }, claims)
    expect(verifySession(env, before, issuedAt)).toEqual(claims)
    const after = await signSession(env, claims)
    expect(JSON.parse(Buffer.from(after.split('.')[0] ?? '', 'base64url').toString()).kid).toBe(
      secretId(NEW_SECRET),
    )
    expect(verifySession({ ...env, authSecrets: [NEW_SECRET] }, before, issuedAt)).toBeNull()
  })

  it('agrees with a token that jose made with other claims in order', async () => {
    const token = await new SignJWT({ sid: claims.sid, email: claims.email, userId: 7 })
      .setProtectedHeader(header)
      .setAudience(env.appUrl)
      .setIssuer('huntaze-auth')
      .setExpirationTime(claims.expiresAt)
      .setIssuedAt(issuedAt)
      .sign(createSecretKey(NEW_SECRET, 'utf8'))
    expect(verifySession(env, token, issuedAt)).toEqual(claims)
  })
})
