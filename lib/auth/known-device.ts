import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Env } from '../env'
import { keyedHash } from '../seal'

type Secrets = Pick<Env, 'authSecrets'>

const SHAPE = /^([\w-]{22})\.([\w-]{43})$/

const proofOf = (env: Secrets, email: string, id: string): Buffer =>
  keyedHash(env, 'known-device', `${id} ${email}`)

/**
 * A mark for a browser that just signed in to this account: a random id, and the proof that we made it for this
 * address. It signs nobody in; it only gives the browser its own budget of wrong passwords.
 */
export function knownDeviceMark(env: Secrets, email: string): string {
  const id = randomBytes(16).toString('base64url')
  return `${id}.${proofOf(env, email, id).toString('base64url')}`
}

/** Whether `mark` was made for this address, by the newest secret. */
export function isKnownDevice(env: Secrets, email: string, mark: string | null): mark is string {
  const [, id, proof] = (mark !== null && SHAPE.exec(mark)) || []
  if (!id || !proof) return false
  return timingSafeEqual(proofOf(env, email, id), Buffer.from(proof, 'base64url'))
}
