import { createPrivateKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, SignJWT } from 'jose'
import type { Env } from '../kernel/env/env'
import { open, seal } from '../kernel/seal'
import type { PublicJwk } from './schema'

/** ECDSA on P-256 with SHA-256 (RFC 7518 3.4): every library of JWTs verifies it. */
const ALGORITHM = 'ES256'

const PURPOSE = 'service-key'

/** A new key: as it is published (RFC 7517), and sealed. */
export async function newKey(env: Env): Promise<{ kid: string; publicJwk: PublicJwk; sealed: Buffer }> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const sealed = seal(env, PURPOSE, kid, await exportPKCS8(privateKey))
  return { kid, publicJwk: { ...jwk, kid, alg: ALGORITHM, use: 'sig' }, sealed }
}

/** The private key of a row; undefined where no configured `AUTH_SECRET` opens it any more. */
export function openKey(env: Env, { kid, sealed }: { kid: string; sealed: Buffer }): KeyObject | undefined {
  try {
    return createPrivateKey(open(env, PURPOSE, kid, sealed))
  } catch {
    return undefined
  }
}

/** A key that signs, with its name. */
export type SigningKey = { kid: string; key: KeyObject }

/** Claims of a token (RFC 7519): who, to whom, in which session, and for how long, in seconds since 1970. */
type Claims = {
  iss: string
  aud: string
  sub: string
  sid: string
  email_verified: boolean
  jti: string
  iat: number
  exp: number
}

/** Signs a service token. */
export const signToken = ({ kid, key }: SigningKey, claims: Claims): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid }).sign(key)
