import { randomFillSync } from 'node:crypto'

const BYTES = 8
/** Asking for randomness once for many requests makes it cost next to nothing. */
const pool = Buffer.alloc(BYTES * 512)
let used = pool.length

/**
 * 16 hexadecimal characters that name a request in the log, no more. Random, because a count would tell every caller how
 * many requests there are, and how many processes.
 */
export function nextRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += BYTES
  return pool.toString('hex', used - BYTES, used)
}
