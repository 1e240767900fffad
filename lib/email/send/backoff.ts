import { MINUTE, SECOND } from '../../kernel/clock'

const FIRST_DELAY = 5 * SECOND
const LONGEST_DELAY = 15 * MINUTE
/** Part of the delay that is left to chance, so that messages that failed together do not come back together. */
const JITTER = 0.2

/**
 * Attempts before a message is given up: about 23 hours with the delays below, nearly as long as the link in a
 * verification e-mail works.
 */
export const MAX_ATTEMPTS = 100

/**
 * Attempts while a server refuses by a policy, or by an unknown reply: about 4 hours. A block list may have dropped us by
 * then, and a person should not wait a day for a refusal that stays.
 */
export const POLICY_ATTEMPTS = 23

/**
 * Delay after the `attempts`-th failure, in milliseconds: doubling from 5 seconds to 15 minutes, ± 20 %.
 * @param random a number from 0 to 1
 */
export function retryDelay(attempts: number, random: number): number {
  const exact = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempts - 1, 20))
  return Math.round(exact * (1 - JITTER + 2 * JITTER * random))
}
