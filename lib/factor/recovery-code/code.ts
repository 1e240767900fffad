import { randomInt } from 'node:crypto'
import type { CoreContext } from '../../kernel/context'
import { keyedHash, keyedHashes } from '../../kernel/seal'

/** Crockford's base 32: without I, L, O and U, so that no letter is read as a digit. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10
const HALF = LENGTH / 2

/** Signs that a person reads for others (Crockford). */
const READ_AS: Record<string, string> = { O: '0', I: '1', L: '1' }

const joined = (signs: string): string => `${signs.slice(0, HALF)}-${signs.slice(HALF)}`

/** A recovery code: 50 random bits as `XXXXX-XXXXX`. */
export const newRecoveryCode = (): string =>
  joined(Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join(''))

/** A code as a person types it: case, spaces and hyphens do not matter. Null where it cannot be one of ours. */
export function readRecoveryCode(typed: string): string | null {
  const bare = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
  const signs = [...bare].map((sign) => READ_AS[sign] ?? sign)
  return signs.length === LENGTH && signs.every((sign) => SIGNS.includes(sign))
    ? joined(signs.join(''))
    : null
}

const bound = (userId: number, code: string): string => `${userId} ${code}`

/** Keyed hash of a code for one account: 50 bits would be found from a plain hash. */
export const recoveryCodeHash = ({ env }: CoreContext, userId: number, code: string): Buffer =>
  keyedHash(env, 'recovery-code', bound(userId, code))

/** The same under each configured secret, so that codes outlive a change of the secret. */
export const recoveryCodeHashes = ({ env }: CoreContext, userId: number, code: string): Buffer[] =>
  keyedHashes(env, 'recovery-code', bound(userId, code))
