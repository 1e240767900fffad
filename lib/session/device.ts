import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Env } from '../kernel/env'
import { keyedHash } from '../kernel/seal'

type Secrets = Pick<Env, 'authSecrets'>

const SHAPE = /^([\w-]{22})\.([\w-]{43})$/

/** What a mark is good for: this account with this password. Another account, or a changed password, voids it. */
type Account = { id: number; passwordHash: string }

const proofOf = (env: Secrets, account: Account, id: string): Buffer =>
  keyedHash(env, 'known-device', `${id} ${account.id} ${account.passwordHash}`)

/**
 * A mark for a browser that just signed in to this account: a random id, and the proof that we made it for this
 * account. It signs nobody in; it only gives the browser its own budget of wrong passwords.
 */
export function knownDeviceMark(env: Secrets, account: Account): string {
  const id = randomBytes(16).toString('base64url')
  return `${id}.${proofOf(env, account, id).toString('base64url')}`
}

/** Whether `mark` was made for this account as it is now, by the newest secret. */
export function isKnownDevice(
  env: Secrets,
  account: Account | undefined,
  mark: string | null,
): mark is string {
  const [, id, proof] = (mark !== null && SHAPE.exec(mark)) || []
  if (!id || !proof || !account) return false
  return timingSafeEqual(proofOf(env, account, id), Buffer.from(proof, 'base64url'))
}
