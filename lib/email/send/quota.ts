import { MINUTE, SECOND } from '../../kernel/clock'
import type { SendQuota } from '../../kernel/ports'
import type { SesQuota } from '../transport/ses/account-answers'

/** How long a used-up day is waited for: the 24 hours slide, so room comes back bit by bit. */
const DAY_IS_FULL = 15 * MINUTE

const FIRST_PAUSE = SECOND
const LONGEST_PAUSE = MINUTE

/** Names that Amazon's services give to "too fast". */
const TOO_FAST = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException'])
const DAY_USED_UP = 'DailyQuotaExceeded'

/** What SES answered about its account. A limit of 0 is no answer: stopping all mail over it would be worse. */
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

/** What a refusal asks of everybody: a pause in milliseconds, and the part of the rate that is left afterwards. */
export type SlowDown = { pause: number; keep: number }

/**
 * What to do about the `attempts`-th refusal of a message: 1 second, 2, 4 … 60 and half the rate, or for a used-up day
 * 15 minutes.
 * @param code a `SendError`'s
 * @returns null when the refusal was about something else
 */
export function slowDownFor(code: string, attempts: number): SlowDown | null {
  if (code === DAY_USED_UP) return { pause: DAY_IS_FULL, keep: 1 }
  if (!TOO_FAST.has(code)) return null
  return { pause: Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 10)), keep: 0.5 }
}
