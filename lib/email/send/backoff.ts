import { MINUTE, SECOND } from '../../kernel/clock'
import { backoffDelay } from '../../queue/backoff'

const DELAYS = { first: 5 * SECOND, longest: 15 * MINUTE, factor: 2 }

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
export const retryDelay = (attempts: number, random: number): number => backoffDelay(DELAYS, attempts, random)
