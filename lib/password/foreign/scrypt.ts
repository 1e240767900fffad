import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { decodeBase64 } from './base64'
import type { ForeignFormat, ForeignHash } from './hash'
import { FOREIGN_LIMITS, MIN_DIGEST } from './limits'

const PHC =
  /^\$scrypt\$ln=([1-9]\d?),r=([1-9]\d{0,3}),p=([1-9]\d{0,3})\$([A-Za-z0-9+/]{1,172})\$([A-Za-z0-9+/]{1,172})$/
const BETTER_AUTH = /^([0-9a-f]{32}):([0-9a-f]{128})$/
/** Better Auth's only parameters. */
const BETTER_AUTH_COST = { ln: 14, r: 16, p: 1 }

/** Bytes that OpenSSL may use: twice what the limits come to. */
const MAX_BYTES = 256 * FOREIGN_LIMITS.scryptMemory

type Cost = { ln: number; r: number; p: number }
type Derived = Cost & { salt: Buffer; digest: Buffer; input(password: string): string }

const derive = (password: string, { salt, digest }: Derived, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password, salt, digest.length, options, (error, key) => (error ? reject(error) : resolve(key))),
  )

function hashOf(derived: Derived): ForeignHash | undefined {
  const { ln, r, p, digest, input } = derived
  // N is smaller than 2^(16 r) (RFC 7914, section 2).
  if (digest.length < MIN_DIGEST || ln >= 16 * r) return undefined
  const N = 2 ** ln
  return {
    isTooCostly: N * r > FOREIGN_LIMITS.scryptMemory || N * r * p > FOREIGN_LIMITS.scryptWork,
    isLarge: true,
    verify: async (password) =>
      timingSafeEqual(await derive(input(password), derived, { N, r, p, maxmem: MAX_BYTES }), digest),
  }
}

function readPhc(text: string): ForeignHash | undefined {
  const [, ...fields] = PHC.exec(text) ?? []
  const [ln = 0, r = 0, p = 0] = fields.slice(0, 3).map(Number)
  const [salt, digest] = fields.slice(3).map(decodeBase64)
  return salt && digest && hashOf({ ln, r, p, salt, digest, input: (password) => password })
}

/** Better Auth salts with the text of the salt's digits, and brings the password into NFKC. */
function readBetterAuth(text: string): ForeignHash | undefined {
  const [, salt, digest] = BETTER_AUTH.exec(text) ?? []
  if (salt === undefined || digest === undefined) return undefined
  return hashOf({
    ...BETTER_AUTH_COST,
    salt: Buffer.from(salt, 'ascii'),
    digest: Buffer.from(digest, 'hex'),
    input: (password) => password.normalize('NFKC'),
  })
}

/** scrypt (RFC 7914): PHC string, or Better Auth's `salt:key`. */
export const readScrypt: ForeignFormat = (text) => readPhc(text) ?? readBetterAuth(text)
