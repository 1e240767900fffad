import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Env } from '../../kernel/env/env'
import { keyedHash } from '../../kernel/seal'

type Secrets = Pick<Env, 'authSecrets'>

const SHAPE = /^([\w-]{22})\.([\w-]{43})$/

/** The account that a mark is bound to, with the number of times that its marks were voided. */
type Account = { id: number; deviceEpoch: number; passwordHash?: string | null }

const proofOf = (env: Secrets, account: Account, id: string): Buffer =>
  keyedHash(env, 'known-device', `${id} ${account.id} epoch ${account.deviceEpoch}`)

/** The proof in marks of 0.2.0 and earlier, bound to the password. They are good until the marks are voided. */
const formerProofOf = (env: Secrets, { id: accountId, passwordHash }: Account, id: string): Buffer =>
  keyedHash(env, 'known-device', `${id} ${accountId} ${passwordHash}`)

/** Parts of a mark's id in bytes: random ones, then the account's id and its epoch under a mask that those determine. */
const RANDOM_BYTES = 6
const ACCOUNT_BYTES = 6
const EPOCH_BYTES = 4

/** Masks or unmasks what follows the random bytes of an id. */
function masked(env: Secrets, bytes: Buffer): Buffer {
  const random = bytes.subarray(0, RANDOM_BYTES)
  const mask = keyedHash(env, 'known-device-id', random.toString('hex'))
  return Buffer.concat([random, bytes.subarray(RANDOM_BYTES).map((byte, index) => byte ^ (mask[index] ?? 0))])
}

/** An id that looks random to everybody else: two ids of one account have nothing in common. */
function newMarkId(env: Secrets, account: Account): string {
  const bytes = Buffer.concat([randomBytes(RANDOM_BYTES), Buffer.alloc(ACCOUNT_BYTES + EPOCH_BYTES)])
  bytes.writeUIntBE(account.id, RANDOM_BYTES, ACCOUNT_BYTES)
  bytes.writeUInt32BE(account.deviceEpoch, RANDOM_BYTES + ACCOUNT_BYTES)
  return masked(env, bytes).toString('base64url')
}

/**
 * The mark of a browser that just signed in to this account: an id and our keyed hash of it and the account. It signs nobody in;
 * it gives the browser its own limit of wrong passwords, and makes its next sign-in no news to the owner.
 */
export function knownDeviceMark(env: Secrets, account: Account): string {
  const id = newMarkId(env, account)
  return `${id}.${proofOf(env, account, id).toString('base64url')}`
}

/** The account and the epoch that a mark was made for; `unreadable`: it may be one of 0.2.0 or earlier, whose id is random. */
export function readMark(
  env: Secrets,
  mark: string | null,
): Pick<Account, 'id' | 'deviceEpoch'> | 'unreadable' | null {
  const [, id] = (mark !== null && SHAPE.exec(mark)) || []
  if (!id) return null
  const bytes = masked(env, Buffer.from(id, 'base64url'))
  const account = {
    id: bytes.readUIntBE(RANDOM_BYTES, ACCOUNT_BYTES),
    deviceEpoch: bytes.readUInt32BE(RANDOM_BYTES + ACCOUNT_BYTES),
  }
  return isKnownDevice(env, account, mark) ? account : 'unreadable'
}

/** True when `mark` was made with the newest secret for this account, and was not voided since. */
export function isKnownDevice(
  env: Secrets,
  account: Account | undefined,
  mark: string | null,
): mark is string {
  const [, id, proof] = (mark !== null && SHAPE.exec(mark)) || []
  if (!id || !proof || !account) return false
  const given = Buffer.from(proof, 'base64url')
  if (timingSafeEqual(proofOf(env, account, id), given)) return true
  return account.deviceEpoch === 0 && timingSafeEqual(formerProofOf(env, account, id), given)
}
