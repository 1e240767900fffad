import { describe, expect, it } from 'vitest'
import { classify, parseReply } from '../../../../lib/email/transport/smtp/reply/reply'
import { SEEN } from './replies'

describe('a mail server’s refusal', () => {
  it.each(SEEN)('of %s, after %s: %s', (_from, phase, reply, is) => {
    expect(classify(parseReply(phase, reply))).toBe(is)
  })
})
