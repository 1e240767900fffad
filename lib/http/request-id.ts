import { randomBytes } from 'node:crypto'

const PROCESS = randomBytes(4).toString('hex')
const LAST = 0xffff_ffff
let count = 0

/** 16 hexadecimal characters: a random half for the process, and a count. It names a request in the log, no more. */
export function nextRequestId(): string {
  count = count === LAST ? 0 : count + 1
  return PROCESS + count.toString(16).padStart(8, '0')
}
