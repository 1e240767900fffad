import { createChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import type { Challenge } from '../../kernel/result'
import { keyedHashes } from '../../kernel/seal'

/** The request that a proof of work is for. */
export type WorkPurpose = 'sign_up' | 'sign_in'

/** A proof counts for one kind of request from one network. */
export type WorkPlace = { purpose: WorkPurpose; network: string }

/**
 * The work of every challenge: 256 derivations on average, together about half a second on a cheap phone and one derivation, 1.2 ms,
 * to check (`docs/decisions/0044-brake.md`).
 */
export const WORK = { algorithm: 'PBKDF2/SHA-256', cost: 5000, keyLength: 32, keyPrefix: '00' } as const

/** The keys that sign challenges, one for each configured secret, the newest first. */
export const signingKeys = ({ env }: CoreContext): string[] =>
  keyedHashes(env, 'work', 'signature').map((key) => key.toString('hex'))

/** The name of a place in a challenge under each configured secret, the newest first: a browser does not learn the network. */
export const placeNames = ({ env }: CoreContext, { purpose, network }: WorkPlace): string[] =>
  keyedHashes(env, 'work', `place\0${purpose}\0${network}`).map((name) => name.toString('hex'))

/**
 * Makes a challenge for a place. Its end stands in `data`, because the library compares `expiresAt` with the wall clock and takes no
 * other.
 */
export async function makeChallenge(ctx: CoreContext, place: WorkPlace): Promise<Challenge> {
  const [key] = signingKeys(ctx)
  const [name = ''] = placeNames(ctx, place)
  const until = shift(ctx.now(), LIFETIMES.work).getTime()
  const made = await createChallenge({
    ...WORK,
    deriveKey,
    data: { place: name, until },
    hmacSignatureSecret: key,
  })
  if (made.signature === undefined) throw new Error('a challenge was not signed')
  return { parameters: made.parameters, signature: made.signature }
}
