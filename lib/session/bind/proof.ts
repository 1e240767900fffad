import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'

/** Longer than any proof of a key of 4096 bits, so that longer ones are refused unread. */
const MAX_LENGTH = 4096
const SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/

/** RSA of 2048 to 4096 bits. */
const MODULUS_BYTES = { min: 256, max: 512 }
/** ECDSA on P-256: two numbers of 32 bytes (RFC 7518 3.4). */
const P256_SIGNATURE_BYTES = 64

const base64url = z.string().regex(/^[\w-]+$/)

const ecKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: base64url.length(43),
  y: base64url.length(43),
})

const rsaKey = z.object({
  kty: z.literal('RSA'),
  n: base64url.refine((text) => {
    const { length } = Buffer.from(text, 'base64url')
    return length >= MODULUS_BYTES.min && length <= MODULUS_BYTES.max
  }),
  e: z.literal('AQAB'),
})

/** The algorithms that we offer (`lib/session/bind/offer.ts`), each with its keys: public members alone. */
export const KEYS = { ES256: ecKey, RS256: rsaKey } as const

export type Algorithm = keyof typeof KEYS
export type PublicJwk = z.output<(typeof KEYS)[Algorithm]>

const header = z.object({
  alg: z.enum(['ES256', 'RS256']),
  typ: z.literal('dbsc+jwt'),
  jwk: z.unknown().optional(),
})
const payload = z.object({ jti: z.string().min(1).max(256), aud: z.unknown().optional() })

/** A proof as it was read, its signature not yet verified. `jwk`: of a registration alone. */
export type Proof = { alg: Algorithm; jwk?: unknown; challenge: string; signed: string; signature: Buffer }

function jsonIn(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/**
 * Reads `Secure-Session-Response`: a JWT, bare as Chromium 156 sends it or quoted as the draft has it. Null for all else.
 * @param audience the address of the endpoint, which a browser may name
 */
export function readProof(text: string, audience: string): Proof | null {
  if (text.length > MAX_LENGTH) return null
  const [, head, body, signature] = SHAPE.exec(text.replace(/^"(.*)"$/, '$1')) ?? []
  if (!head || !body || !signature) return null
  const read = header.safeParse(jsonIn(head))
  const claims = payload.safeParse(jsonIn(body))
  if (!read.success || !claims.success) return null
  const { alg, jwk } = read.data
  const { aud, jti } = claims.data
  if (aud !== undefined && aud !== audience) return null
  return {
    alg,
    jwk,
    challenge: jti,
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  }
}

/** A key of this algorithm, without members that are not public; null for any other. */
export function readKey(alg: Algorithm, jwk: unknown): PublicJwk | null {
  const read = KEYS[alg].safeParse(jwk)
  return read.success && toKeyObject(read.data) ? read.data : null
}

/** Null: the numbers are no key, as those of a point beside the curve. */
function toKeyObject(jwk: PublicJwk): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return null
  }
}

/**
 * Whether this key signed this proof. By `node:crypto` and not WebCrypto, whose work waits behind password hashes
 * (`lib/session/jwt.ts`).
 */
export function isSignedBy({ alg, signed, signature }: Proof, key: { alg: string; jwk: PublicJwk }): boolean {
  if (alg !== key.alg) return false
  if (alg === 'ES256' && signature.length !== P256_SIGNATURE_BYTES) return false
  const keyObject = toKeyObject(key.jwk)
  if (!keyObject) return false
  return verify('sha256', Buffer.from(signed), { key: keyObject, dsaEncoding: 'ieee-p1363' }, signature)
}
