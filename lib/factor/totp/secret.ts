import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import { PRODUCT } from '../../kernel/brand'
import type { CoreContext } from '../../kernel/context'
import type { Env } from '../../kernel/env/env'
import { open, seal } from '../../kernel/seal'

/** 160 bits, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20

/** Every authenticator app knows these, and some know no others. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** Time steps before and after the present one whose codes are accepted (RFC 6238 section 5.2 recommends at most one). */
const DRIFT = 1

type Secrets = Pick<Env, 'authSecrets'>

const contextOf = (userId: number): string => `totp ${userId}`

/** A new secret in base 32, as apps take it. */
export const newSecret = (): string =>
  new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32

/** Seals a secret for one account: moved to another row, it does not open. */
export const sealSecret = (env: Secrets, userId: number, secret: string): Buffer =>
  seal(env, 'totp', contextOf(userId), secret)

/** Null where it was sealed under a secret that is not configured any more: then the app is as good as lost, and the log says so. */
export function openSecret({ env, log }: CoreContext, userId: number, sealed: Buffer): string | null {
  try {
    return open(env, 'totp', contextOf(userId), sealed)
  } catch {
    log.error('totp_unreadable', { userId })
    return null
  }
}

/** The address that an app reads from the QR code (Google Authenticator's "Key Uri Format"). */
export const secretUri = (secret: string, email: string): string =>
  new TOTP({ ...SHAPE, issuer: PRODUCT, label: email, secret: Secret.fromBase32(secret) }).toString()

/** A QR code as SVG: black on white in either theme, because cameras read no other for sure. */
export const qrOf = (uri: string): string => renderSVG(uri, { ecc: 'M', border: 2 })

/** The digits that a person typed; null where they are not six. Spaces do not matter: apps show two groups. */
export const readCode = (typed: string): string | null => {
  const digits = typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/** The time step that a code belongs to at this moment, one step of clock drift either way; null: none. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime()
  const token = { token: code, secret: Secret.fromBase32(secret), timestamp, window: DRIFT }
  const drift = TOTP.validate({ ...SHAPE, ...token })
  return drift === null ? null : Math.floor(timestamp / 1000 / SHAPE.period) + drift
}
