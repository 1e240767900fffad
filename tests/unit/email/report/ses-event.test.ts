import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSesEvent } from '../../../../lib/email/report/ses-event'
import { type SesKind, type SesReportOptions, sesEvent, sesNotification } from '../../../support/ses-report'

const AT = new Date('2026-05-04T12:00:00.000Z')
const SENT = new Date('2026-05-04T11:59:58.000Z')
const REFERENCE = 'd2b0c1f4-5a0e-4c57-9f0a-3f1f6f0f8c11'
const SOURCE = '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324'
const PROVIDER_ID = '0107019a2b3c4d5e-00000000-0000-4000-8000-000000000000-000000'

const parse = (message: unknown) =>
  parseSesEvent({
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    MessageId: SOURCE,
  })

const known = { at: AT, providerMessageId: PROVIDER_ID }
const event = (kind: SesKind, more: SesReportOptions = {}) => parse(sesEvent(kind, { ...known, ...more }))

const expected = { sourceId: SOURCE, providerMessageId: PROVIDER_ID }

describe('a report', () => {
  test.each([
    ['Send', { type: 'send', occurredAt: SENT }],
    ['Delivery', { type: 'delivery', occurredAt: AT }],
    ['Bounce', { type: 'bounce', occurredAt: AT, bounce: 'hard', reason: 'General' }],
    ['Complaint', { type: 'complaint', occurredAt: AT, reason: 'abuse' }],
    ['Reject', { type: 'reject', occurredAt: SENT, reason: 'Badcontent' }],
    ['DeliveryDelay', { type: 'delay', occurredAt: AT, reason: 'TransientCommunicationFailure' }],
    ['Rendering Failure', { type: 'rendering_failure', occurredAt: SENT }],
  ] as const)('published by a configuration set is understood: %s', (kind, event) => {
    const message = sesEvent(kind, { ...known, reference: REFERENCE })
    expect(parse(message)).toEqual([{ ...expected, ...event, reference: REFERENCE }])
  })

  test.each([
    ['Delivery', { type: 'delivery', occurredAt: AT }],
    ['Bounce', { type: 'bounce', occurredAt: AT, bounce: 'hard', reason: 'General' }],
    ['Complaint', { type: 'complaint', occurredAt: AT, reason: 'abuse' }],
  ] as const)('sent on behalf of an identity is understood: %s', (kind, event) => {
    expect(parse(sesNotification(kind, known))).toEqual([{ ...expected, ...event }])
  })

  test.each(['Open', 'Click', 'Subscription'] as const)('may be of no consequence: %s', (kind) => {
    expect(event(kind)).toEqual([])
  })

  test.each([
    'Successfully validated SNS topic for Amazon SES event publishing.',
    JSON.stringify({
      notificationType: 'AmazonSnsSubscriptionSucceeded',
      message:
        "You have successfully subscribed your Amazon SNS topic 'arn' to receive 'Bounce' notifications",
    }),
  ])('may only say that reports will come: %s', (message) => {
    expect(parse(message)).toEqual([])
  })

  test.each([
    '',
    'Hello',
    'null',
    '[]',
    '7',
    '{}',
    '{"eventType":7}',
    '{"eventType":"Bounce"}',
    '{"eventType":"constructor","mail":{"timestamp":"2026-05-04T12:00:00Z","messageId":"a"}}',
    '{"notificationType":"Received","receipt":{},"mail":{}}',
    'Not Successfully validated SNS topic',
  ])('is unknown otherwise: %j', (message) => {
    expect(parse(message)).toBeNull()
  })

  test('is unknown without the object of its kind, the mail, its provider’s id, or a time', () => {
    const whole = sesEvent('Bounce', known)
    const bounce = { bounceType: 'Permanent', timestamp: AT.toISOString() }
    expect(parse({ ...whole, bounce })).toMatchObject([{ bounce: 'hard' }])
    expect(parse({ ...whole, bounce: undefined })).toBeNull()
    expect(parse({ ...whole, bounce: { ...bounce, bounceType: 'Other' } })).toBeNull()
    expect(parse({ ...whole, bounce: { ...bounce, timestamp: 'yesterday' } })).toBeNull()
    expect(parse({ ...whole, bounce: { ...bounce, timestamp: '2026-13-45T12:00:00Z' } })).toBeNull()
    expect(parse({ ...whole, mail: undefined })).toBeNull()
    expect(parse({ ...whole, mail: { ...whole.mail, messageId: undefined } })).toBeNull()
    expect(parse({ ...whole, mail: { ...whole.mail, messageId: 'jean@example.com' } })).toBeNull()
  })
})

describe('a bounce', () => {
  test.each([
    ['Permanent', 'NoEmail', 'hard'],
    ['Permanent', 'Suppressed', 'hard'],
    ['Permanent', 'OnAccountSuppressionList', 'hard'],
    ['Transient', 'General', 'soft'],
    ['Transient', 'MailboxFull', 'soft'],
    ['Transient', 'MessageTooLarge', 'soft'],
    ['Undetermined', 'Undetermined', 'soft'],
  ])('is final only when it is permanent: %s, %s', (bounceType, bounceSubType, bounce) => {
    expect(event('Bounce', { detail: { bounceType, bounceSubType } })).toMatchObject([
      { bounce, reason: bounceSubType },
    ])
  })
})

describe('a complaint', () => {
  test('keeps its class, the one about a suppression list among them', () => {
    const listed = { complaintFeedbackType: undefined, complaintSubType: 'OnAccountSuppressionList' }
    expect(event('Complaint', { detail: { complaintFeedbackType: 'fraud' } })).toMatchObject([
      { reason: 'fraud' },
    ])
    expect(event('Complaint', { detail: listed })).toMatchObject([{ reason: 'OnAccountSuppressionList' }])
    expect(event('Complaint', { detail: { complaintFeedbackType: undefined } })).toMatchObject([
      { type: 'complaint', reason: undefined },
    ])
  })

  test('is none when somebody says that a mail is not spam', () => {
    expect(event('Complaint', { detail: { complaintFeedbackType: 'not-spam' } })).toEqual([])
  })
})

describe('our name for the message', () => {
  test.each([
    [REFERENCE, REFERENCE],
    ['7', undefined],
    [REFERENCE.toUpperCase(), undefined],
    [`${REFERENCE} `, undefined],
    [`${REFERENCE}\n`, undefined],
    [REFERENCE.replaceAll('-', ''), undefined],
    ['', undefined],
  ])('is read from its tag when it is one: %j', (tag, reference) => {
    expect(event('Delivery', { reference: tag })).toMatchObject([{ reference }])
  })

  test('is unknown without tags', () => {
    expect(event('Delivery')).toMatchObject([{ reference: undefined, providerMessageId: PROVIDER_ID }])
  })
})

describe('the time of a report', () => {
  test.each([
    ['2026-05-04T14:00:00.000+02:00', AT],
    ['2026-05-04T12:00:00Z', AT],
    ['2026-05-04T12:00:00 +0000', AT],
    ['2026-05-04T05:00:00.000-07:00', AT],
  ])('may be written with any zone: %s', (timestamp, occurredAt) => {
    expect(event('Delivery', { detail: { timestamp } })).toMatchObject([{ occurredAt }])
  })
})

test('no address and no free text of a report is kept', () => {
  const text = fc.oneof(fc.constant('550 jean@example.com unknown'), fc.constant('a'.repeat(41)), fc.string())
  const kind = fc.constantFrom<SesKind>('Bounce', 'Complaint', 'Reject', 'DeliveryDelay', 'Delivery')
  fc.assert(
    fc.property(kind, text, (kind, free) => {
      const detail = { bounceSubType: free, complaintFeedbackType: free, delayType: free, reason: free }
      for (const report of event(kind, { detail: { ...detail, smtpResponse: free } }) ?? []) {
        expect(report.reason ?? 'a').toMatch(/^[A-Za-z]{1,40}$/)
        expect(JSON.stringify(report)).not.toMatch(/[@<>]/)
      }
    }),
  )
})
