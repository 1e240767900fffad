import { timingSafeEqual } from 'node:crypto'
import { dateOf, SECOND } from '../../kernel/clock'
import type { Env } from '../../kernel/env/env'
import { keyedHash, keyedHashes, type Purpose } from '../../kernel/seal'

type Secrets = Pick<Env, 'authSecrets'>

/** Eight bytes of time, 32 of HMAC, in base64url. */
const SHAPE = /^[\w-]{54}$/
const TIME_BYTES = 8

/** A moment that we vouch for, for one purpose and one subject. */
type Stamped = { purpose: Purpose; subject: string }

const textOf = ({ subject }: Stamped, seconds: number): string => `${subject} ${seconds}`

/** Stamps a moment, in whole seconds, under a key derived from the newest secret: nothing is stored. */
export function makeStamp(env: Secrets, stamped: Stamped, at: Date): string {
  const seconds = Math.floor(at.getTime() / SECOND)
  const time = Buffer.alloc(TIME_BYTES)
  time.writeBigUInt64BE(BigInt(seconds))
  return Buffer.concat([time, keyedHash(env, stamped.purpose, textOf(stamped, seconds))]).toString(
    'base64url',
  )
}

/** The moment in a stamp that any configured secret made for this purpose and subject; null for any other text. */
export function readStamp(env: Secrets, stamped: Stamped, text: string): Date | null {
  if (!SHAPE.test(text)) return null
  const bytes = Buffer.from(text, 'base64url')
  // The last character has unused bits, so that several texts decode alike.
  if (bytes.toString('base64url') !== text) return null
  const seconds = Number(bytes.readBigUInt64BE())
  const given = bytes.subarray(TIME_BYTES)
  const isOurs = keyedHashes(env, stamped.purpose, textOf(stamped, seconds)).some((hash) =>
    timingSafeEqual(hash, given),
  )
  return isOurs ? dateOf(seconds * SECOND) : null
}
