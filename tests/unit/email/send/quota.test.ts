import { describe, expect, it } from 'vitest'
import { quotaOf, slowDownFor, throttlingCode } from '../../../../lib/email/send/quota'
import { MINUTE } from '../../../../lib/kernel/clock'

describe('the quota of SES', () => {
  it.each([
    ['an account in production', [50_000, 14, 12], { ratePerSecond: 14, remainingToday: 49_988 }],
    ['the sandbox, used up', [200, 1, 200], { ratePerSecond: 1, remainingToday: 0 }],
    ['more sent than a lowered quota', [200, 1, 230.5], { ratePerSecond: 1, remainingToday: 0 }],
    ['part of a message', [200, 1, 198.5], { ratePerSecond: 1, remainingToday: 1 }],
    ['no daily limit', [-1, 90, 1e6], { ratePerSecond: 90, remainingToday: -1 }],
    ['an answer without figures', [0, 0, 0], { ratePerSecond: -1, remainingToday: -1 }],
  ])('is read from %s', (_, [max24Hours = 0, perSecond = 0, sentLast24Hours = 0], expected) => {
    expect(quotaOf({ max24Hours, perSecond, sentLast24Hours })).toEqual(expected)
  })
})

describe('a refusal', () => {
  it.each([
    ['Throttling', 'Maximum sending rate exceeded.', 'Throttling'],
    ['Error', 'Maximum sending rate exceeded.', 'Throttling'],
    ['Throttling', 'Daily message quota exceeded.', 'DailyQuotaExceeded'],
    ['ThrottlingException', 'Rate exceeded', 'ThrottlingException'],
    ['TooManyRequestsException', '', 'TooManyRequestsException'],
    ['MessageRejected', 'Email address is not verified.', undefined],
    ['toString', '', undefined],
  ])('%s: %s', (name, text, code) => {
    expect(throttlingCode(name, text)).toBe(code)
  })

  it('for speed pauses longer each time, up to a minute, and halves the rate', () => {
    const pauses = [1, 2, 3, 6, 7, 100].map((attempts) => slowDownFor('Throttling', attempts)?.pause)
    expect(pauses).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000])
    expect(slowDownFor('ThrottlingException', 1)?.keep).toBe(0.5)
    expect(slowDownFor('TooManyRequestsException', 1)?.keep).toBe(0.5)
  })

  it('for a used-up day waits for room and leaves the rate alone', () => {
    expect(slowDownFor('DailyQuotaExceeded', 1)).toEqual({ pause: 15 * MINUTE, keep: 1 })
  })

  it.each(['MessageRejected', 'ECONNRESET', 'SMTP_454', 'toString'])('%s slows nobody', (code) => {
    expect(slowDownFor(code, 1)).toBeNull()
  })
})
