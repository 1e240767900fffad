import { describe, expect, test } from 'vitest'
import { parseSesEvent } from '../../../../lib/email/report/ses-event'
import { sendingRemedy } from '../../../../lib/email/send/remedies'
import { sesEvent } from '../../../support/ses-report'

type Bounce = { type: string; subType: string; status?: string; diagnosticCode?: string }

/** A bounce as SES reports it, judged. */
function judged({ type, subType, ...recipient }: Bounce) {
  const bouncedRecipients = [{ emailAddress: 'jean@example.com', action: 'failed', ...recipient }]
  const message = sesEvent('Bounce', {
    detail: { bounceType: type, bounceSubType: subType, bouncedRecipients },
  })
  const [event] = parseSesEvent({ Message: JSON.stringify(message), MessageId: 'm' }) ?? []
  return { bounce: event?.bounce, reason: event?.reason }
}

const permanent = (status: string, text: string, subType = 'General') =>
  judged({ type: 'Permanent', subType, status, diagnosticCode: `smtp; ${text}` })

describe('a permanent bounce condemns the address', () => {
  test.each([
    ['5.1.1', '550 5.1.1 <jean@example.com>... User unknown'],
    ['5.1.1', '550-5.1.1 The email account that you tried to reach does not exist.\r\n550 5.1.1 Please try'],
    ['5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
    ['5.1.2', '550 5.1.2 host unknown'],
    ['5.2.1', '550 5.2.1 The email account that you tried to reach is disabled.'],
    ['5.7.1', '550 5.7.1 <jean@example.com>: User unknown'],
    ['5.7.1', '550 5.7.1 No such user!'],
    ['5.7.133', '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup'],
    ['5.0.0', '550 user unknown'],
    ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied.'],
    ['5.4.4', '550 5.4.4 Invalid domain'],
    ['5.0.0', '550 relay not permitted'],
    ['5.1.1', '550 Requested action not taken'],
    ['5.0.0', '554 delivery error'],
  ])('%s: %s', (status, text) => {
    expect(permanent(status, text)).toEqual({ bounce: 'hard', reason: 'General' })
  })

  test.each([
    [
      'Suppressed',
      'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.',
    ],
    [
      'OnAccountSuppressionList',
      'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
    ],
  ])('because SES has it on a list: %s', (subType, diagnosticCode) => {
    expect(judged({ type: 'Permanent', subType, status: '5.1.1', diagnosticCode })).toEqual({
      bounce: 'hard',
      reason: subType,
    })
  })

  test('because SES says so and nobody more', () => {
    expect(judged({ type: 'Permanent', subType: 'General' })).toEqual({ bounce: 'hard', reason: 'General' })
    expect(judged({ type: 'Permanent', subType: 'NoEmail', status: '5.5.0' })).toEqual({
      bounce: 'hard',
      reason: 'NoEmail',
    })
  })
})

describe('a permanent bounce is our fault, and the address is spared', () => {
  test.each([
    ['5.7.1', '550 5.7.1 Service unavailable; client [192.0.2.1] blocked using Spamhaus', 'PolicyRefused'],
    [
      '5.7.1',
      '550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail',
      'PolicyRefused',
    ],
    ['5.7.1', '', 'PolicyRefused'],
    ['5.7.26', '550 5.7.26 This mail is unauthenticated, which poses a security risk', 'PolicyRefused'],
    [
      '5.7.509',
      '550 5.7.509 Access denied, sending domain huntaze.com does not pass DMARC verification',
      'any',
    ],
    ['5.7.606', '550 5.7.606 Access denied, banned sending IP [192.0.2.1]', 'PolicyRefused'],
    ['5.0.0', '554 Your IP is blocked: poor reputation', 'PolicyRefused'],
    ['5.2.0', '550 5.2.0 Mail rejete. Mail rejected. OFR_506', 'PolicyRefused'],
    ['5.1.8', '550 5.1.8 Sender address rejected: Domain not found', 'SenderRefused'],
    ['5.1.0', '550 5.1.0 Sender address rejected: User unknown', 'SenderRefused'],
    ['5.6.0', '550 5.6.0 Lone CR or LF in headers', 'ContentRejected'],
    ['5.3.4', '552 5.3.4 Message too big', 'ContentRejected'],
    ['5.5.2', '550 5.5.2 Syntax error', 'Unexplained'],
    ['5.3.0', '550 5.3.0 error', 'Unexplained'],
    ['5.4.6', '550 5.4.6 routing loop', 'Unexplained'],
  ])('%s: %s', (status, text, reason) => {
    const verdict = permanent(status, text)
    expect(verdict).toEqual({ bounce: 'hard', reason: reason === 'any' ? expect.any(String) : reason })
    expect(sendingRemedy(verdict.reason ?? '')).toBeDefined()
  })
})

describe('a bounce is for now', () => {
  test('when the mailbox is full, though SES calls it permanent', () => {
    expect(permanent('5.2.2', '552 5.2.2 Mailbox full')).toEqual({ bounce: 'soft', reason: 'MailboxFull' })
    expect(permanent('5.0.0', '550 mailbox is over quota')).toMatchObject({ bounce: 'soft' })
  })

  test.each([
    ['General', undefined, undefined, 'General'],
    ['General', '4.4.7', 'smtp; 554 4.4.7 Message expired', 'General'],
    ['MailboxFull', '5.2.2', 'smtp; 552 5.2.2 over quota', 'MailboxFull'],
    ['MessageTooLarge', undefined, undefined, 'MessageTooLarge'],
    ['General', '5.1.1', 'smtp; 550 5.1.1 user unknown', 'General'],
    ['General', '5.7.1', 'smtp; 550 5.7.1 blocked by our block list', 'PolicyRefused'],
    ['ContentRejected', '5.6.0', 'smtp; 550 5.6.0 content rejected', 'ContentRejected'],
  ])('when SES calls it transient: %s, %s, %s', (subType, status, diagnosticCode, reason) => {
    expect(judged({ type: 'Transient', subType, status, diagnosticCode })).toEqual({ bounce: 'soft', reason })
  })
})

test('a bounce of which SES could determine nothing condemns nobody', () => {
  const undetermined = { type: 'Undetermined', subType: 'Undetermined', status: '5.1.1' }
  expect(judged(undetermined)).toEqual({ bounce: 'soft', reason: 'Undetermined' })
})

test('a report of another form than SES’s is judged by what it has', () => {
  const strange = [null, 'x', [null], [{ status: 7 }], [{ diagnosticCode: 'x'.repeat(20_000) }]]
  for (const bouncedRecipients of strange) {
    const message = sesEvent('Bounce', { detail: { bouncedRecipients } })
    expect(parseSesEvent({ Message: JSON.stringify(message), MessageId: 'm' })).toMatchObject([
      { bounce: 'hard' },
    ])
  }
})
