import { describe, expect, it } from 'vitest'
import { verifyProof } from '../../../lib/browser-proof/verify'
import { MINUTE, SECOND, shift } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import recorded from './recorded/chromium-156.json'

/** The last moment of the second in which browser and issuer signed. */
const AT = new Date(recorded.at)

const judge = (now: Date, more = {}) =>
  verifyProof(recorded.token, {
    address: toEmailAddress(recorded.address),
    issuer: recorded.issuer,
    audience: recorded.audience,
    nonceRefusal: (nonce) => (nonce === recorded.nonce ? null : 'other_nonce'),
    now,
    keys: recorded.keys,
    ...more,
  })

describe('a token that Chromium 156 made, at its own time', () => {
  it('is good, and five minutes later it is not', () => {
    expect(judge(AT)).toBeNull()
    expect(judge(shift(AT, 4 * MINUTE))).toBeNull()
    expect(judge(shift(AT, 5 * MINUTE + SECOND))).toBe('expired')
    expect(judge(shift(AT, -2 * MINUTE))).toBe('future')
  })

  it('is nobody else’s', () => {
    expect(judge(AT, { address: toEmailAddress('jean@mail.test') })).toBe('other_address')
    expect(judge(AT, { audience: 'https://other.test' })).toBe('other_audience')
    expect(judge(AT, { nonceRefusal: () => 'used_nonce' })).toBe('used_nonce')
    expect(judge(AT, { keys: recorded.keys.map((key) => ({ ...key, x: 'A'.repeat(43) })) })).toBe('signature')
  })
})
