import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto'

/** A key pair that signs as one algorithm of JOSE. */
export type Signer = { alg: string; privateKey: KeyObject; jwk: JsonWebKey }

const PAIRS = {
  Ed25519: () => generateKeyPairSync('ed25519'),
  EdDSA: () => generateKeyPairSync('ed25519'),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

export type Algorithm = keyof typeof PAIRS
export const ALGORITHMS = Object.keys(PAIRS) as Algorithm[]

export function aSigner(alg: Algorithm, kid?: string): Signer {
  const { privateKey, publicKey } = PAIRS[alg]()
  return { alg, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } }
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT. `by` null: unsigned. */
export function jwtOf(header: object, claims: object, by: Signer | null): string {
  const text = `${encoded(header)}.${encoded(claims)}`
  if (!by) return `${text}.`
  const digest = by.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const signature = sign(digest, Buffer.from(text), { key: by.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

/** Parts of a token; all that is left out is right. */
export type TokenParts = {
  issuer: Signer
  browser: Signer
  email: string
  iss: string
  aud: string
  nonce: string
  now: Date
  word?: object
  wordHeader?: object
  binding?: object
  bindingHeader?: object
  /** Signers in place of issuer and browser; null: nobody. */
  wordBy?: Signer | null
  bindingBy?: Signer | null
}

/** A token as a browser puts it into the form. */
export function tokenOf(parts: TokenParts): string {
  const { issuer, browser, email, iss, aud, nonce, now, wordBy = issuer, bindingBy = browser } = parts
  const iat = Math.floor(now.getTime() / 1000)
  const word = jwtOf(
    { alg: issuer.alg, typ: 'evt+jwt', kid: issuer.jwk.kid, ...parts.wordHeader },
    { iss, iat, email, email_verified: true, cnf: { jwk: browser.jwk }, ...parts.word },
    wordBy,
  )
  const sd_hash = createHash('sha256').update(`${word}~`).digest('base64url')
  const binding = jwtOf(
    { alg: browser.alg, typ: 'kb+jwt', ...parts.bindingHeader },
    { aud, nonce, iat, sd_hash, ...parts.binding },
    bindingBy,
  )
  return `${word}~${binding}`
}
