import { decodeBase64 } from './base64'
import type { ForeignFormat } from './hash'
import { FOREIGN_LIMITS } from './limits'

/** The PHC string of version 1.3, with a salt of 8 to 64 bytes and a digest of 16 to 64. */
const ARGON2ID =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/

/** KiB a lane, at least (RFC 9106, 3.1). */
const MIN_MEMORY = 8

/** Argon2id (RFC 9106). */
export const readArgon2id: ForeignFormat = (text) => {
  const [, ...fields] = ARGON2ID.exec(text) ?? []
  const [memory = 0, passes = 0, lanes = 0] = fields.slice(0, 3).map(Number)
  const [salt, digest] = fields.slice(3).map(decodeBase64)
  if (!salt || !digest || memory < MIN_MEMORY * lanes) return undefined
  return {
    isTooCostly:
      memory > FOREIGN_LIMITS.argon2Memory ||
      memory * passes > FOREIGN_LIMITS.argon2Work ||
      lanes > FOREIGN_LIMITS.argon2Lanes,
    isLarge: true,
    async verify(password) {
      // Loaded where it is needed: most deployments import nobody.
      const { verify } = await import('@node-rs/argon2')
      return verify(text, password)
    },
  }
}
