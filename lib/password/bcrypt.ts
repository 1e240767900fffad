import { createHmac } from 'node:crypto'
import * as bcrypt from '@node-rs/bcrypt'
import { PASSWORD_DIGEST_LABEL } from '../kernel/brand'
import { normalisedPassword } from './text'

/** bcrypt reads no further than this many bytes. */
export const BCRYPT_BYTES = 72

/** Hashes of ours; the cost is its first group. */
export const BCRYPT_STRING = /^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/

/**
 * The bytes to hash. Up to 72 bytes: the password itself, so that any bcrypt library can check it. A longer one, which
 * bcrypt would cut, or one with a NUL, at which other libraries stop, is digested first, so that every character
 * counts. HMAC instead of plain SHA-384: plain digests leaked elsewhere could be tried against our hashes ("password
 * shucking"). Base64, because a raw digest may contain a NUL; its 64 characters fit. (OWASP Password Storage Cheat
 * Sheet)
 */
export function bcryptInput(password: string): Buffer {
  const bytes = Buffer.from(normalisedPassword(password), 'utf8')
  if (bytes.length <= BCRYPT_BYTES && !bytes.includes(0)) return bytes
  return Buffer.from(createHmac('sha384', PASSWORD_DIGEST_LABEL).update(bytes).digest('base64'))
}

/** Hashes of either major version of the library: the second takes options and refuses a number. */
const takesOptions = 'parseOptions' in bcrypt
const bcryptHash = bcrypt.hash as (input: Buffer, cost: number | { cost: number }) => Promise<string>

/** @param cost bcrypt's cost, 4 to 15: 2^cost rounds */
export const makeBcrypt = (input: Buffer, cost: number): Promise<string> =>
  bcryptHash(input, takesOptions ? { cost } : cost)

/** Whether the bytes are those behind a well-formed hash. */
export const checkBcrypt = (input: Buffer, hash: string): Promise<boolean> => bcrypt.verify(input, hash)
