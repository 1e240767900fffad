import { describe, expect, it } from 'vitest'
import { sendErrorOfReply } from '../../../../lib/email/transport/smtp/reply/refusal'
import { classify, parseReply } from '../../../../lib/email/transport/smtp/reply/reply'
import { processorTime } from '../../../support/processor-time'
import { SEEN } from './replies'

describe('a mail server’s refusal', () => {
  it.each(SEEN)('of %s, after %s: %s', (_from, phase, reply, is) => {
    expect(classify(parseReply(phase, reply))).toBe(is)
  })

  it('is final for nobody unless a row says so: neither by its code, nor by a status about us', () => {
    const phases = ['connection', 'login', 'sender', 'recipient', 'data', 'message'] as const
    const statuses = [
      '',
      '5.0.0 ',
      '5.1.7 ',
      '5.1.8 ',
      '5.3.0 ',
      '5.4.5 ',
      '5.5.1 ',
      '5.5.2 ',
      '5.7.1 ',
      '5.7.26 ',
    ]
    for (const phase of phases)
      for (let code = 500; code < 600; code += 1)
        for (const status of statuses) {
          const { permanent, bounce } = sendErrorOfReply(phase, `${code} ${status}no`)
          const says = [521, 552, 556].includes(code) && /^(5\.0\.0 )?$/.test(status)
          if (!says)
            expect([code, status, phase, permanent, bounce]).toEqual([code, status, phase, false, undefined])
        }
  })

  it('for now is never final, and suppresses nobody when it has lasted', () => {
    for (const [, phase, reply] of SEEN) {
      const { permanent, bounce } = sendErrorOfReply(phase, reply.replace(/^5/gm, '4'))
      expect([reply, permanent, bounce?.suppresses ?? false]).toEqual([reply, false, false])
    }
  })

  it.each(['a', '<', 'user', 'exceeds', 'undeliverable address: said: '])(
    'takes no time to speak of, however long a stranger’s server makes it: %s …',
    async (part) => {
      const reply = `550 ${part.repeat(10_000 / part.length)}`
      expect(await processorTime(() => classify(parseReply('recipient', reply)))).toBeLessThan(60)
    },
  )
})
