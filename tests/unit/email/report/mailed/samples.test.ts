import { describe, expect, it } from 'vitest'
import { readReport } from '../../../../../lib/email/report/mailed/read'
import { returnPathOf } from '../../../../../lib/email/return-path'
import { REPORT_FILES, reportFile } from '../../../../support/mailed-report'

const REFERENCE = '0b9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b'
const env = { authSecrets: ['a'.repeat(43)] }
const RECIPIENT = returnPathOf(env, 'bounce@app.test', REFERENCE)

type Expected = Record<string, unknown>

const DELIVERED = { type: 'delivery' }
const RELAYED = { type: 'delivery', reason: 'Relayed' }
const EXPANDED = { type: 'delivery', reason: 'Expanded' }
const NO_MAILBOX = { type: 'bounce', bounce: 'hard', reason: 'NoEmail' }
const IN_DOUBT = { type: 'bounce', bounce: 'hard', reason: 'RecipientRefused', sparesAddress: true }
const NO_DOMAIN = { type: 'bounce', bounce: 'hard', reason: 'NoDomain', sparesAddress: true }
const FULL = { type: 'bounce', bounce: 'soft', reason: 'MailboxFull' }
const POLICY = { type: 'bounce', bounce: 'hard', reason: 'PolicyRefused' }
const GIVEN_UP = { type: 'bounce', bounce: 'soft', reason: 'General' }
const UNREACHABLE = { type: 'bounce', bounce: 'soft', reason: 'Unreachable' }
const LATE = { type: 'delay', reason: 'General' }
const LATE_FULL = { type: 'delay', reason: 'MailboxFull' }
const LATE_UNREACHABLE = { type: 'delay', reason: 'Unreachable' }

/** By the recipient that the scenario wrote to, and what its server was made to do. `SERVER:` comes before, where one differs. */
const EXPECTED: Record<string, Expected> = {
  'unknown failed': NO_MAILBOX,
  'multi failed': NO_MAILBOX,
  'disabled failed': NO_MAILBOX,
  // `550 No such user here`: words, and no status.
  'nocode failed': IN_DOUBT,
  'nobodyhere failed': IN_DOUBT,
  'full failed': FULL,
  'spam failed': POLICY,
  'nodomain failed': NO_DOMAIN,
  'nullmx failed': NO_DOMAIN,
  // "Unrouteable address", as for a mailbox.
  'exim:nodomain failed': IN_DOUBT,
  'full4 delayed': LATE_FULL,
  'full4 failed': FULL,
  // "Envelope expired": OpenSMTPD forgets the reply at the end.
  'smtpd:full4 failed': GIVEN_UP,
  'later delayed': LATE,
  'later failed': GIVEN_UP,
  'dead delayed': LATE_UNREACHABLE,
  'dead failed': UNREACHABLE,
  'smtpd:dead failed': GIVEN_UP,
  // Its own delivery failed: "Operating system error".
  'sendmail:catch delayed': LATE,
  'sendmail:catch failed': GIVEN_UP,
  'sendmail:any delayed': LATE,
  'sendmail:any failed': GIVEN_UP,
  'ok relayed': RELAYED,
  // Exim calls handing on delivered.
  'ok delivered': DELIVERED,
  'catch delivered': DELIVERED,
  'any delivered': DELIVERED,
  'any expanded': EXPANDED,
}

/** The scenario by the sender that it used: `postfix-dsn-full4-remote`. Two are of a recipient with accents at Sendmail. */
function scenarioOf(source: string): { server: string; what: string } {
  const [, name = 'sendmail-plain-any-sendmail'] =
    /bounce(?:\+|=2B|\+3D)?(?:2B)?\+?([a-z]+-(?:dsn|plain)-[a-z0-9]+-[a-z]+)@/.exec(source) ?? []
  const [server = '', , to = '', where = ''] = name.split('-')
  return { server, what: to === 'jean' ? where : to }
}

describe('the reports of five real servers', () => {
  it('are 132', () => expect(REPORT_FILES).toHaveLength(132))

  it.each(REPORT_FILES)('%s', async (file) => {
    const raw = reportFile(file)
    const source = raw.toString('latin1')
    const { server, what } = scenarioOf(source)
    const [, action = ''] = /^Action: (\w+)/im.exec(source) ?? []
    const expected = EXPECTED[`${server}:${what} ${action}`] ?? EXPECTED[`${what} ${action}`]
    expect(expected, `${server}:${what} ${action}`).toBeDefined()
    const reading = await readReport(env, raw, RECIPIENT)
    expect(reading).toEqual({
      reference: REFERENCE,
      changes: [{ ...expected, sourceId: expect.stringMatching(/^mailed-[\da-f]{64}-0$/) }],
    })
    expect(await readReport(env, raw, 'bounce+someone@app.test')).toBe('unproven')
  })
})
