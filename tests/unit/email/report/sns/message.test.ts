import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSnsMessage, sentAt } from '../../../../../lib/email/report/sns/message'
import { signedText } from '../../../../../lib/email/report/sns/signed-text'
import { createSnsSigner, type SnsKind } from '../../../../support/sns'

const signer = createSnsSigner()
const KINDS: SnsKind[] = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']
const REQUIRED = 'Type MessageId TopicArn Message Timestamp SignatureVersion Signature SigningCertURL'.split(
  ' ',
)

const documentOf = (kind: SnsKind) => JSON.parse(signer.sign(signer.fields(kind)))
const parse = (document: unknown) => parseSnsMessage(JSON.stringify(document))

describe('an SNS document', () => {
  test.each(KINDS)('is read with every field it names: %s', (kind) => {
    const document = documentOf(kind)
    expect(parse(document)).toEqual(document)
  })

  test('may have a subject, and says when it was made', () => {
    const message = parse({
      ...documentOf('Notification'),
      Subject: 'Bonjour',
      Timestamp: '2026-01-02T03:04:05.678Z',
    })
    expect(message).toMatchObject({ Subject: 'Bonjour' })
    expect(message && sentAt(message)).toEqual(new Date('2026-01-02T03:04:05.678Z'))
    expect(parse({ ...documentOf('Notification'), Subject: null })).not.toHaveProperty('Subject', null)
  })

  test('may have fields the guide does not name; they are dropped', () => {
    const document = documentOf('Notification')
    const more = { MessageAttributes: { a: { Type: 'String', Value: 'b' } }, SequenceNumber: '1' }
    expect(parse({ ...document, ...more })).toEqual(document)
  })

  test.each(KINDS.flatMap((kind) => REQUIRED.map((name) => [kind, name] as const)))(
    'is none when it lacks a field or has another type there: %s %s',
    (kind, name) => {
      const { [name]: _, ...rest } = documentOf(kind)
      expect(parse(rest)).toBeUndefined()
      expect(parse({ ...rest, [name]: 7 })).toBeUndefined()
      expect(parse({ ...rest, [name]: null })).toBeUndefined()
    },
  )

  test.each([
    ['MessageId', '1'],
    ['MessageId', 'c9135db0-26c4-47ec-8998-413945fb5a96\n'],
    ['Timestamp', '2026-01-02'],
    ['Timestamp', '2026-01-02T03:04:05.678Z\nx'],
    ['TopicArn', `${signer.topicArn}\n`],
    ['Subject', 'one\ntwo'],
    ['Subject', 'one\rtwo'],
    ['Type', 'Other'],
    ['Signature', 'not base64!'],
    ['Signature', ''],
  ])('is none with %s: %j', (name, value) => {
    expect(parse({ ...documentOf('Notification'), [name]: value })).toBeUndefined()
  })

  test.each(['Token', 'SubscribeURL'])(
    'is none when a confirmation lacks its %s or breaks its line',
    (name) => {
      const { [name]: value, ...rest } = documentOf('SubscriptionConfirmation')
      expect(parse(rest)).toBeUndefined()
      expect(parse({ ...rest, [name]: `${value}\n` })).toBeUndefined()
    },
  )

  test.each(['', '{', 'null', '[]', '"Notification"', '{"Type":"Notification"}'])('is not %j', (body) => {
    expect(parseSnsMessage(body)).toBeUndefined()
  })
})

describe('the text under a signature', () => {
  test('is what the guide shows for a notification', () => {
    const message = parse({
      ...documentOf('Notification'),
      Message: 'My Test Message',
      MessageId: '4d4dc071-ddbf-465d-bba8-08f81c89da64',
      Subject: 'My subject',
      Timestamp: '2012-06-05T04:37:04.321Z',
      TopicArn: 'arn:aws:sns:us-east-2:123456789012:s4-MySNSTopic-1G1WEFCOXTC0P',
    })
    expect(message && signedText(message).split('\n')).toEqual([
      'Message',
      'My Test Message',
      'MessageId',
      '4d4dc071-ddbf-465d-bba8-08f81c89da64',
      'Subject',
      'My subject',
      'Timestamp',
      '2012-06-05T04:37:04.321Z',
      'TopicArn',
      'arn:aws:sns:us-east-2:123456789012:s4-MySNSTopic-1G1WEFCOXTC0P',
      'Type',
      'Notification',
      '',
    ])
  })

  // Nothing in it is escaped: nobody who chooses one value may pass it off as several.
  test('belongs to one document only, under all values', () => {
    const id = fc.constantFrom('4d4dc071-ddbf-465d-bba8-08f81c89da64', '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324')
    const time = fc.constantFrom('2012-06-05T04:37:04.321Z', '2012-06-05T04:37:05.321Z')
    const piece = fc.oneof(
      fc.constantFrom('Message', 'MessageId', 'Subject', 'Timestamp', 'a', '\n', ''),
      id,
      time,
    )
    const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('\n'))
    const document = fc
      .record({ Message: text, MessageId: id, Subject: fc.option(text, { nil: undefined }), Timestamp: time })
      .map((fields) => parse({ ...documentOf('Notification'), Signature: 'aaaa', ...fields }))
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(document, (message) => {
        if (!message) return
        const key = signedText(message)
        const whole = JSON.stringify(message)
        expect(seen.get(key) ?? whole).toBe(whole)
        seen.set(key, whole)
      }),
      { numRuns: 300 },
    )
    const lone = { Message: 'a', MessageId: '4d4dc071-ddbf-465d-bba8-08f81c89da64' }
    const cut = parse({ ...documentOf('Notification'), ...lone, Subject: 'b\nTimestamp\nc' })
    expect(cut).toBeUndefined()
  })
})
