import { describe, expect, it } from 'vitest'
import { MAX_ATTEMPTS, POLICY_ATTEMPTS, retryDelay } from '../../../../lib/email/send/backoff'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { LIFETIMES } from '../../../../lib/kernel/lifetimes'

/** Time from the first attempt to this one. */
const untilAttempt = (last: number): number =>
  Array.from({ length: last - 1 }, (_, index) => retryDelay(index + 1, 0.5)).reduce(
    (sum, delay) => sum + delay,
  )

describe('retry delays', () => {
  it('double from five seconds to a quarter of an hour', () => {
    expect([1, 2, 3, 8, 9, 50].map((attempts) => retryDelay(attempts, 0.5))).toEqual([
      5 * SECOND,
      10 * SECOND,
      20 * SECOND,
      640 * SECOND,
      15 * MINUTE,
      15 * MINUTE,
    ])
  })

  it('leave a fifth to chance, either way', () => {
    expect(retryDelay(1, 0)).toBe(4 * SECOND)
    expect(retryDelay(1, 1)).toBe(6 * SECOND)
  })

  it('last about as long as the link in the message works', () => {
    const total = untilAttempt(MAX_ATTEMPTS)
    expect(total).toBeGreaterThan(22 * HOUR)
    expect(total).toBeLessThan(LIFETIMES.verificationToken + DAY / 24)
  })

  it('end after about four hours where a policy refuses', () => {
    expect(untilAttempt(POLICY_ATTEMPTS)).toBeGreaterThan(3.5 * HOUR)
    expect(untilAttempt(POLICY_ATTEMPTS)).toBeLessThan(4.5 * HOUR)
  })
})
