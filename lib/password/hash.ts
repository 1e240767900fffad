import { createHmac } from 'node:crypto'
import * as bcrypt from '@node-rs/bcrypt'
import { PASSWORD_DIGEST_LABEL } from '../kernel/brand'
import type { PasswordHasher } from '../kernel/ports'
import { createHashGate } from './gate'
import { normalisedPassword } from './text'

/** Two of libuv's four threads: `fs`, `dns` and WebCrypto keep the others; two cores hash no faster with more. */
const AT_ONCE = 2
/** 32 rounds of about 60 ms at cost 10: the last waits about the two seconds of `RETRY_AFTER`. */
const WAITING = 64
const RETRY_AFTER = 2

/** bcrypt reads no further than this many bytes. */
const BCRYPT_BYTES = 72
const BCRYPT_STRING = /^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/

/**
 * The bytes to hash. Up to 72 bytes: the password itself, so that any bcrypt library can check it. A longer one, which
 * bcrypt would cut, or one with a NUL, at which other libraries stop, is digested first, so that every character
 * counts. HMAC instead of plain SHA-384: plain digests leaked elsewhere could be tried against our hashes ("password
 * shucking"). Base64, because a raw digest may contain a NUL; its 64 characters fit. (OWASP Password Storage Cheat
 * Sheet)
 */
function bcryptInput(password: string): Buffer {
  const bytes = Buffer.from(normalisedPassword(password), 'utf8')
  if (bytes.length <= BCRYPT_BYTES && !bytes.includes(0)) return bytes
  return Buffer.from(createHmac('sha384', PASSWORD_DIGEST_LABEL).update(bytes).digest('base64'))
}

/**
 * A well-formed hash of no known password: salt and digest are zeros. A check against it takes as long as any check of
 * that cost, also the first one, because nothing is prepared.
 */
const decoyHash = (cost: number): string => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`

/** Hashes of either major version of the library: the second takes options and refuses a number. */
const takesOptions = 'parseOptions' in bcrypt
const bcryptHash = bcrypt.hash as (input: Buffer, cost: number | { cost: number }) => Promise<string>

/** @param cost bcrypt's cost, 4 to 15: 2^cost rounds */
export function createPasswordHasher({ cost }: { cost: number }): PasswordHasher {
  const gate = createHashGate({ atOnce: AT_ONCE, waiting: WAITING, retryAfter: RETRY_AFTER })
  const decoy = decoyHash(cost)
  return {
    hash: (password) => gate.run(() => bcryptHash(bcryptInput(password), takesOptions ? { cost } : cost)),
    async verify(password, storedHash) {
      const known = storedHash !== null && BCRYPT_STRING.test(storedHash)
      const against = known ? storedHash : decoy
      const equal = await gate.run(() => bcrypt.verify(bcryptInput(password), against))
      return known && equal
    },
    needsRehash: (storedHash) => storedHash !== null && Number(BCRYPT_STRING.exec(storedHash)?.[1]) !== cost,
  }
}
