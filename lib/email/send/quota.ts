import { MINUTE, SECOND } from '../../kernel/clock'
import type { SendQuota } from '../../kernel/ports'
import type { SesQuota } from '../transport/ses/account-answers'

/** Pause after a used-up day: the 24 hours slide, so room comes back bit by bit. */
const USED_UP_PAUSE = 15 * MINUTE

const FIRST_PAUSE = SECOND
const LONGEST_PAUSE = MINUTE

/** Names that Amazon's services give to "too fast". */
const TOO_FAST = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException'])
const DAY_USED_UP = 'DailyQuotaExceeded'

/** Reads the answer of SES about its account. A limit of 0 counts as unlimited: it must not stop all mail. */
export const quotaOf = ({ max24Hours, perSecond, sentLast24Hours }: SesQuota): SendQuota => ({
  ratePerSecond: perSecond > 0 ? perSecond : -1,
  remainingToday: max24Hours > 0 ? Math.max(0, Math.floor(max24Hours - sentLast24Hours)) : -1,
})

/**
 * The code of a refusal for sending too much, or undefined for every other refusal. SES has one name, `Throttling`, for
 * two limits; only the text tells them apart (Amazon SES developer guide, "Errors related to the sending quotas").
 */
export function throttlingCode(name: string, text: string): string | undefined {
  if (/daily message quota exceeded/i.test(text)) return DAY_USED_UP
  if (/maximum sending rate exceeded/i.test(text)) return 'Throttling'
  return TOO_FAST.has(name) ? name : undefined
}

/** Reaction of all processes to a refusal: a pause in milliseconds, and the part of the rate that is left afterwards. */
type SlowDown = { pause: number; keep: number }

/**
 * Reaction to the `attempts`-th refusal of a message: 1 second, 2, 4 … 60 and half the rate, or 15 minutes for a
 * used-up day.
 * @param code a `SendError`'s
 * @returns null when the refusal was about something else
 */
export function slowDownFor(code: string, attempts: number): SlowDown | null {
  if (code === DAY_USED_UP) return { pause: USED_UP_PAUSE, keep: 1 }
  if (!TOO_FAST.has(code)) return null
  return { pause: Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 10)), keep: 0.5 }
}
