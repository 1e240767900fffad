import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { makeStamp, readStamp } from './stamp'

/** A challenge is for one registration (the session's handle) or one binding (its DBSC id). */
type Use = { of: 'registration' | 'binding'; id: string }

const stampedFor = ({ of, id }: Use) => ({ purpose: 'key-challenge', subject: `${of} ${id}` }) as const

/**
 * A challenge that a browser's key signs. No row: it is good for 15 minutes and any number of times, since a browser without a newer one
 * repeats its signature, and one that must be new each time uses its quota up.
 */
export const makeChallenge = ({ env, now }: CoreContext, use: Use): string =>
  makeStamp(env, stampedFor(use), now())

/** Whether we made this challenge for this use, within 15 minutes. */
export function isChallenge({ env, now }: CoreContext, use: Use, text: string): boolean {
  const madeAt = readStamp(env, stampedFor(use), text)
  if (madeAt === null) return false
  const age = now().getTime() - madeAt.getTime()
  // Another process may be a little ahead.
  return age < LIFETIMES.keyChallenge && age > -LIFETIMES.keyChallenge
}

/** `Secure-Session-Challenge`: the next challenge of a binding. */
export const challengeHeader = (ctx: CoreContext, dbscId: string): string =>
  `"${makeChallenge(ctx, { of: 'binding', id: dbscId })}";id="${dbscId}"`
