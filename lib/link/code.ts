import { randomInt } from 'node:crypto'
import type { CoreContext } from '../kernel/context'
import { keyedHash, keyedHashes } from '../kernel/seal'

/** Consonants alone, so that no code is a word, and none is read in two ways (RFC 8628, section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8
const HALF = LENGTH / 2

/** Wrong codes after which the codes mailed so far are dead: five of 20^8 tell nobody anything. */
export const CODE_TRIES = 5

/** A code as a message shows it: `WDJB-MJHT`. */
export function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${letters.slice(0, HALF)}-${letters.slice(HALF)}`
}

/** Without the spaces and hyphens that do not matter. */
const bare = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()

/** Whether a typed text is as long as a code. One that is not is no guess: a person pressed Enter too early. */
export const isWholeCode = (typed: string): boolean => [...bare(typed)].length === LENGTH

/** A code as a person types it: case, spaces and hyphens do not matter. Null where it cannot be one of ours. */
export function readCode(typed: string): string | null {
  const letters = bare(typed)
  return letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter))
    ? `${letters.slice(0, HALF)}-${letters.slice(HALF)}`
    : null
}

const bound = (userId: number, code: string): string => `${userId} ${code}`

/** Keyed hash of a code for one account: 34 bits would be found from a plain hash in seconds. */
export const codeHash = ({ env }: CoreContext, userId: number, code: string): Buffer =>
  keyedHash(env, 'email-code', bound(userId, code))

/** The same under each configured secret, so that codes outlive a change of the secret. */
export const codeHashes = ({ env }: CoreContext, userId: number, code: string): Buffer[] =>
  keyedHashes(env, 'email-code', bound(userId, code))
