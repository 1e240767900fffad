import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Env } from '../kernel/env'
import { keyedHash } from '../kernel/seal'

type Secrets = Pick<Env, 'authSecrets'>

const SHAPE = /^([\w-]{22})\.([\w-]{43})$/

/** The account and password that a mark is bound to. It is void for another account and after a change of password. */
type Account = { id: number; passwordHash: string }

const proofOf = (env: Secrets, account: Account, id: string): Buffer =>
  keyedHash(env, 'known-device', `${id} ${account.id} ${account.passwordHash}`)

/**
 * The mark of a browser that just signed in to this account: a random id and our keyed hash of it and the account. It
 * signs nobody in; it only gives the browser its own limit of wrong passwords.
 */
export function knownDeviceMark(env: Secrets, account: Account): string {
  const id = randomBytes(16).toString('base64url')
  return `${id}.${proofOf(env, account, id).toString('base64url')}`
}

/** True when `mark` was made with the newest secret for this account and its present password. */
export function isKnownDevice(
  env: Secrets,
  account: Account | undefined,
  mark: string | null,
): mark is string {
  const [, id, proof] = (mark !== null && SHAPE.exec(mark)) || []
  if (!id || !proof || !account) return false
  return timingSafeEqual(proofOf(env, account, id), Buffer.from(proof, 'base64url'))
}
