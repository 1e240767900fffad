import { describe, expect, it } from 'vitest'
import { readReport } from '../../../../../lib/email/report/mailed/read'
import { returnPathOf } from '../../../../../lib/email/return-path'
import { OUTCOME, type OutcomeName } from '../../../../support/mailed-outcomes'
import { REPORT_FILES, reportFile } from '../../../../support/mailed-report'

const REFERENCE = '0b9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b'
const env = { authSecrets: ['a'.repeat(43)] }
const RECIPIENT = returnPathOf(env, 'bounce@app.test', REFERENCE)

/** By the recipient that the scenario wrote to, and what its server was made to do. `SERVER:` comes before, where one differs. */
const EXPECTED: Record<string, OutcomeName> = {
  'unknown failed': 'noMailbox',
  'multi failed': 'noMailbox',
  'disabled failed': 'noMailbox',
  // `550 No such user here`: words, and no status.
  'nocode failed': 'inDoubt',
  'nobodyhere failed': 'inDoubt',
  'full failed': 'full',
  'spam failed': 'policy',
  'nodomain failed': 'noDomain',
  'nullmx failed': 'noDomain',
  // "Unrouteable address", as for a mailbox.
  'exim:nodomain failed': 'inDoubt',
  'full4 delayed': 'lateFull',
  'full4 failed': 'full',
  // "Envelope expired": OpenSMTPD forgets the reply at the end.
  'smtpd:full4 failed': 'givenUp',
  'later delayed': 'late',
  'later failed': 'givenUp',
  'dead delayed': 'lateUnreachable',
  'dead failed': 'unreachable',
  'smtpd:dead failed': 'givenUp',
  // "retry timeout exceeded", and nothing else.
  'exim:silent failed': 'givenUp',
  // Its own delivery failed: "Operating system error".
  'sendmail:catch delayed': 'late',
  'sendmail:catch failed': 'givenUp',
  'sendmail:any delayed': 'late',
  'sendmail:any failed': 'givenUp',
  'ok relayed': 'relayed',
  // Exim calls it delivered, and says so in words.
  'ok delivered': 'relayed',
  'catch delivered': 'delivered',
  'any delivered': 'delivered',
  'any expanded': 'expanded',
}

/** The scenario by the sender that it used: `postfix-dsn-full4-remote`. Two are of a recipient with accents at Sendmail. */
function scenarioOf(source: string): { server: string; what: string } {
  const [, name = 'sendmail-plain-any-sendmail'] =
    /bounce(?:\+|=2B|\+3D)?(?:2B)?\+?([a-z]+-(?:dsn|plain)-[a-z0-9]+-[a-z]+)@/.exec(source) ?? []
  const [server = '', , to = '', where = ''] = name.split('-')
  return { server, what: to === 'jean' ? where : to }
}

describe('the reports of five real servers', () => {
  it('are 133', () => expect(REPORT_FILES).toHaveLength(133))

  it.each(REPORT_FILES)('%s', async (file) => {
    const raw = reportFile(file)
    const source = raw.toString('latin1')
    const { server, what } = scenarioOf(source)
    const [, action = ''] = /^Action: (\w+)/im.exec(source) ?? []
    const name = EXPECTED[`${server}:${what} ${action}`] ?? EXPECTED[`${what} ${action}`]
    if (!name) throw new Error(`nothing is expected of ${server}:${what} ${action}`)
    const reading = await readReport(env, raw, RECIPIENT)
    expect(reading).toEqual({
      reference: REFERENCE,
      changes: [{ ...OUTCOME[name], sourceId: expect.stringMatching(/^mailed-[\da-f]{64}-0$/) }],
    })
    expect(await readReport(env, raw, 'bounce+someone@app.test')).toBe('unproven')
  })
})
