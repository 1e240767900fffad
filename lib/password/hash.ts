import type { PasswordHasher } from '../kernel/ports'
import { tracedPart } from '../kernel/trace/trace'
import { BCRYPT_STRING, bcryptInput, checkBcrypt, makeBcrypt } from './bcrypt'
import type { ForeignHash } from './foreign/hash'
import { readForeignHash } from './foreign/read'
import { foreignIn } from './foreign/stored'
import { createHashGate } from './gate'

/** Two of libuv's four threads: `fs`, `dns` and WebCrypto keep the others; two cores hash no faster with more. */
const AT_ONCE = 2
/** 32 rounds of about 60 ms at cost 10: the last waits about the two seconds of `RETRY_AFTER`. */
const WAITING = 64
const RETRY_AFTER = 2

/**
 * Hashes of elsewhere that need much memory wait for each other as well: one holds up to 128 MiB, and sign-ins of everybody else
 * keep a thread.
 */
const LARGE_WAITING = 16

/**
 * A well-formed hash of no known password: salt and digest are zeros. A check against it takes as long as any check of
 * that cost, also the first one, because nothing is prepared.
 */
const decoyHash = (cost: number): string => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`

/** A stored hash of elsewhere that can be checked. */
function foreignOf(storedHash: string | null): ForeignHash | undefined {
  const foreign = foreignIn(storedHash)
  const read = foreign === undefined ? undefined : readForeignHash(foreign)
  // Rows are written by operators too: no stored cost may hold a thread for a minute, or end the process.
  return read?.isTooCostly ? undefined : read
}

/** @param cost bcrypt's cost, 4 to 15: 2^cost rounds */
export function createPasswordHasher({ cost }: { cost: number }): PasswordHasher {
  const gate = createHashGate({ atOnce: AT_ONCE, waiting: WAITING, retryAfter: RETRY_AFTER })
  const largeGate = createHashGate({ atOnce: 1, waiting: LARGE_WAITING, retryAfter: RETRY_AFTER })
  const decoy = decoyHash(cost)
  const atGate = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    tracedPart(
      () => ({ name }),
      () => gate.run(work),
    )
  const verify = (check: () => Promise<boolean>) => atGate('verify password', check)
  return {
    hash: (password) => atGate('hash password', () => makeBcrypt(bcryptInput(password), cost)),
    async verify(password, storedHash) {
      const foreign = foreignOf(storedHash)
      if (foreign) {
        const check = () => verify(() => foreign.verify(password))
        return foreign.isLarge ? largeGate.run(check) : check()
      }
      const known = storedHash !== null && BCRYPT_STRING.test(storedHash)
      const against = known ? storedHash : decoy
      const equal = await verify(() => checkBcrypt(bcryptInput(password), against))
      return known && equal
    },
    needsRehash: (storedHash) => storedHash !== null && Number(BCRYPT_STRING.exec(storedHash)?.[1]) !== cost,
  }
}
