// Long: the verifier in one file, because the draft moves.
import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { MINUTE, SECOND } from '../kernel/clock'
import { type EmailAddress, parseEmailAddress } from '../kernel/email-address'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import type { ProofRefusal } from './refusals'

/** Characters of a token. Those of Chromium 156 have 705 to 1,347. */
export const MAX_TOKEN = 8 * 1024
/** Milliseconds that another clock may be ahead of ours. */
const SKEW = MINUTE
/** Keys of an issuer that are tried. */
const MAX_KEYS = 32

/** Algorithms of RFC 7518, RFC 8037 and RFC 9864, and the one kind of key that each takes. */
const ALGORITHMS = new Map<string, { kty: string; crv?: string; digest: string | null }>([
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519', digest: null }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519', digest: null }],
  ['ES256', { kty: 'EC', crv: 'P-256', digest: 'sha256' }],
  ['RS256', { kty: 'RSA', digest: 'sha256' }],
])

/** `crit` names extensions that must be understood (RFC 7515 4.1.11): none is. */
const header = (typ: string) =>
  z.looseObject({
    alg: z.string(),
    typ: z.literal(typ),
    kid: z.string().optional(),
    crit: z.undefined().optional(),
  })
const jwk = z.looseObject({ kty: z.string() })
const word = {
  header: header('evt+jwt'),
  claims: z.looseObject({
    iss: z.string(),
    iat: z.int(),
    exp: z.int().optional(),
    email: z.string(),
    email_verified: z.unknown().optional(),
    cnf: z.looseObject({ jwk }),
  }),
}
const binding = {
  header: header('kb+jwt'),
  claims: z.looseObject({ aud: z.string(), nonce: z.string(), iat: z.int(), sd_hash: z.string() }),
}

type Signed = { alg: string; text: string; signature: Buffer }
type Word = Signed & { kid?: string; claims: z.output<typeof word.claims> }
type Binding = Signed & { claims: z.output<typeof binding.claims> }

/** A token of a browser (SD-JWT with key binding, without disclosures): the issuer's word about an address, and the browser's binding to a page. */
type Presentation = { word: Word; binding: Binding; wordHash: string }

const JWT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/

const json = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())

function readJwt<H extends z.ZodType<{ alg: string; kid?: string }>, C extends z.ZodType>(
  text: string,
  { header, claims }: { header: H; claims: C },
) {
  const [, head = '', body = '', signature = ''] = JWT.exec(text) ?? []
  const { alg, kid } = header.parse(json(head))
  return {
    alg,
    kid,
    claims: claims.parse(json(body)),
    text: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  }
}

function readPresentation(token: string): Presentation | null {
  const [evt = '', kb = '', ...rest] = token.split('~')
  if (rest.length > 0) return null
  try {
    return {
      word: readJwt(evt, word),
      binding: readJwt(kb, binding),
      wordHash: sha256(`${evt}~`).toString('base64url'),
    }
  } catch {
    return null
  }
}

/** The public key of a JWK, if it is of the algorithm's kind. Only its public parts are read, so no secret is ever taken for a key. */
function keyFor(alg: string, { kty, crv, x, y, n, e, use, alg: own }: JsonWebKey): KeyObject | null {
  const wanted = ALGORITHMS.get(alg)
  const isOfUse =
    (use ?? 'sig') === 'sig' && (own === undefined || ALGORITHMS.get(String(own))?.kty === wanted?.kty)
  if (!wanted || kty !== wanted.kty || crv !== wanted.crv || !isOfUse) return null
  try {
    const key = createPublicKey({ key: { kty, crv, x, y, n, e }, format: 'jwk' })
    const bits = key.asymmetricKeyDetails?.modulusLength
    return bits === undefined || (bits >= 2048 && bits <= 4096) ? key : null
  } catch {
    return null
  }
}

function isSignedBy({ alg, text, signature }: Signed, candidate: JsonWebKey): boolean {
  const key = keyFor(alg, candidate)
  if (!key) return false
  const digest = ALGORITHMS.get(alg)?.digest ?? null
  return verify(digest, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature)
}

function timeRefusal(now: Date, ...issuedAt: number[]): ProofRefusal | null {
  const ages = issuedAt.map((seconds) => now.getTime() - seconds * SECOND)
  if (ages.some((age) => age > LIFETIMES.browserProof)) return 'expired'
  return ages.some((age) => age < -SKEW) ? 'future' : null
}

/** The facts that a token must be about. `issuer`: the host that may vouch for the address; undefined: none may. */
export type Expected = {
  address: EmailAddress
  issuer: string | undefined
  audience: string
  nonceRefusal: (nonce: string) => ProofRefusal | null
  now: Date
}

/** The draft writes an issuer as a host; tokens of browsers have an https origin. */
const isIssuer = (iss: string, host: string | undefined): boolean =>
  host !== undefined && (iss === host || iss === `https://${host}`)

function isAddress(email: string, address: EmailAddress): boolean {
  const parsed = parseEmailAddress(email)
  return 'address' in parsed && parsed.address === address
}

function wordRefusal({ alg, claims }: Word, { address, issuer, now }: Expected): ProofRefusal | null {
  if (!ALGORITHMS.has(alg)) return 'algorithm'
  if (!isIssuer(claims.iss, issuer)) return 'unknown_issuer'
  if (!isAddress(claims.email, address)) return 'other_address'
  if (claims.email_verified !== true) return 'not_verified'
  return claims.exp !== undefined && claims.exp * SECOND <= now.getTime() ? 'expired' : null
}

function bindingRefusal({ word, binding, wordHash }: Presentation, expected: Expected): ProofRefusal | null {
  const { aud, nonce, sd_hash } = binding.claims
  if (!ALGORITHMS.has(binding.alg)) return 'algorithm'
  if (aud !== expected.audience) return 'other_audience'
  const refusal = expected.nonceRefusal(nonce)
  if (refusal) return refusal
  return sd_hash === wordHash && isSignedBy(binding, word.claims.cnf.jwk) ? null : 'key_binding'
}

/** A token that is good but for its issuer's signature. `kid`: the key that it names. */
export type Examined = { refusal: ProofRefusal } | { word: Word; nonce: string; kid: string | undefined }

/** Judges all of a token that needs no key of its issuer, so that nothing else makes us ask for keys. */
export function examine(token: string, expected: Expected): Examined {
  if (token.length > MAX_TOKEN) return { refusal: 'too_large' }
  const read = readPresentation(token)
  if (!read) return { refusal: 'malformed' }
  const { word, binding } = read
  const refusal =
    wordRefusal(word, expected) ??
    timeRefusal(expected.now, word.claims.iat, binding.claims.iat) ??
    bindingRefusal(read, expected)
  return refusal ? { refusal } : { word, nonce: binding.claims.nonce, kid: word.kid }
}

/** Whether one of the issuer's keys signed its word. A key of another name is not tried. */
export const isByIssuer = (word: Word, keys: readonly JsonWebKey[]): boolean =>
  keys
    .slice(0, MAX_KEYS)
    .some(
      (key) =>
        (word.kid === undefined || key.kid === undefined || key.kid === word.kid) && isSignedBy(word, key),
    )

/** Judges a token with the keys of its issuer. @returns null: it is good */
export function verifyProof(
  token: string,
  expected: Expected & { keys: readonly JsonWebKey[] },
): ProofRefusal | null {
  const examined = examine(token, expected)
  if ('refusal' in examined) return examined.refusal
  return isByIssuer(examined.word, expected.keys) ? null : 'signature'
}
