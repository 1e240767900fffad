import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSnsMessage, type SnsMessage } from '../../../../../lib/email/report/sns/message'
import { type SnsTrust, verifySnsMessage } from '../../../../../lib/email/report/sns/verify'
import { DAY, HOUR, MINUTE, SECOND, shift } from '../../../../../lib/kernel/clock'
import { createCertificate } from '../../../../support/certificate'
import {
  createSnsSigner,
  type SnsFields,
  type SnsKind,
  type SnsSignerOptions,
  TOPIC_ARN,
} from '../../../../support/sns'
import { URL_TRICKS } from '../../../../support/sns-tricks'

const NOW = new Date('2026-05-04T12:00:00Z')
const signer = createSnsSigner()
const stranger = createSnsSigner()

const TIMELY = { Timestamp: NOW.toISOString() }
const KINDS: SnsKind[] = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']

function read(body: string): SnsMessage {
  const message = parseSnsMessage(body)
  if (!message) throw new Error('not an SNS document')
  return message
}

const trust = (more: Partial<SnsTrust> = {}): SnsTrust => ({
  fetchCertificate: signer.fetchCertificate,
  topicArns: ['arn:aws:sns:eu-west-3:123456789012:other', TOPIC_ARN],
  now: () => NOW,
  ...more,
})

const verdict = (body: string, more?: Partial<SnsTrust>) => verifySnsMessage(read(body), trust(more))
const signed = (kind: SnsKind, more: SnsFields = {}) =>
  signer.sign(signer.fields(kind, { ...TIMELY, ...more }))
const altered = (body: string, changes: object) => JSON.stringify({ ...JSON.parse(body), ...changes })

/** The verdict on a notification signed with another kind of certificate. */
const verdictUnder = (options: SnsSignerOptions, topicArn = TOPIC_ARN) => {
  const other = createSnsSigner({ topicArn, keys: options.bits ? undefined : signer.keys, ...options })
  return verdict(other.notification('x', TIMELY), {
    fetchCertificate: other.fetchCertificate,
    topicArns: [topicArn],
  })
}

describe('a message of Amazon SNS', () => {
  test.each(KINDS)('is believed: %s', async (kind) => {
    expect(await verdict(signed(kind))).toEqual({ ok: true })
  })

  test('is believed with a subject, without one, and in any script', async () => {
    const Subject = 'Avis de réception ✉'
    expect(await verdict(signed('Notification', { Subject }))).toEqual({ ok: true })
    expect(await verdict(altered(signed('Notification'), { Subject: null }))).toEqual({ ok: true })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (Message) => {
        expect(await verdict(signed('Notification', { Message }))).toEqual({ ok: true })
      }),
      { numRuns: 30 },
    )
  })
})

// ASVS 4.1.5
describe('an altered message', () => {
  const changes: SnsFields = {
    Message: 'other',
    MessageId: '4d4dc071-ddbf-465d-bba8-08f81c89da64',
    Timestamp: shift(NOW, -SECOND).toISOString(),
    Token: 'other',
    SubscribeURL: 'https://sns.eu-west-3.amazonaws.com/?Action=ConfirmSubscription',
  }
  const cases = KINDS.flatMap((kind) =>
    Object.keys(signer.fields(kind))
      .filter((name) => name in changes)
      .map((name) => [kind, name] as const),
  )

  test.each(cases)('is not believed: %s, %s', async (kind, name) => {
    const body = altered(signed(kind), { [name]: changes[name] })
    expect(await verdict(body)).toEqual({ ok: false, reason: 'signature' })
  })

  test('is not believed with another topic of ours, another kind, or a subject more or less', async () => {
    const forged = { ok: false, reason: 'signature' }
    const topic = 'arn:aws:sns:eu-west-3:123456789012:other'
    expect(await verdict(altered(signed('Notification'), { TopicArn: topic }))).toEqual(forged)
    expect(await verdict(altered(signed('Notification'), { Subject: 'new' }))).toEqual(forged)
    const subject = signed('Notification', { Subject: 'old' })
    expect(await verdict(altered(subject, { Subject: 'new' }))).toEqual(forged)
    expect(await verdict(altered(subject, { Subject: null }))).toEqual(forged)
    const confirmation = signed('UnsubscribeConfirmation')
    expect(await verdict(altered(confirmation, { Type: 'SubscriptionConfirmation' }))).toEqual(forged)
  })

  test('is not believed after any one bit of its signature turned', async () => {
    const body = signed('Notification')
    const signature = Buffer.from(JSON.parse(body).Signature, 'base64')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: signature.length * 8 - 1 }), async (bit) => {
        const turned = Buffer.from(signature)
        turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        const forged = altered(body, { Signature: turned.toString('base64') })
        expect(await verdict(forged)).toEqual({ ok: false, reason: 'signature' })
      }),
      { numRuns: 50 },
    )
  })

  test('is not believed under the other hash, another key, or a cut signature', async () => {
    const refused = { ok: false, reason: 'signature' }
    const weak = signed('Notification', { SignatureVersion: '1' })
    expect(await verdict(altered(weak, { SignatureVersion: '2' }))).toEqual(refused)
    expect(await verdict(stranger.notification('x', TIMELY))).toEqual(refused)
    expect(await verdict(altered(signed('Notification'), { Signature: 'AAAA' }))).toEqual(refused)
  })
})

// ASVS 4.1.5
describe('a message that is refused before any certificate is asked for', () => {
  const unreachable = { fetchCertificate: () => Promise.reject(new Error('asked')) }

  test.each([
    'arn:aws:sns:eu-west-3:999999999999:huntaze-mail',
    'arn:aws:sns:eu-west-3:123456789012:huntaze-mail2',
    'arn:aws:sns:eu-west-3:123456789012:HUNTAZE-MAIL',
  ])('names a topic that is not ours: %s', async (TopicArn) => {
    const body = signed('Notification', { TopicArn })
    expect(await verdict(body, unreachable)).toEqual({ ok: false, reason: 'topic' })
  })

  test('comes while no topic is ours', async () => {
    expect(await verdict(signed('Notification'), { ...unreachable, topicArns: [] })).toMatchObject({
      reason: 'topic',
    })
  })

  // ASVS 11.4.1
  test.each(['1', '0', '3', '', '2 ', '2.0', '__proto__'])('has signature version %j', async (version) => {
    const body = signed('Notification', { SignatureVersion: version })
    expect(await verdict(body, unreachable)).toEqual({ ok: false, reason: 'signature_version' })
  })

  test.each(URL_TRICKS(8443))('has its certificate at %j', async (SigningCertURL) => {
    const body = signed('Notification', { SigningCertURL })
    expect(await verdict(body, unreachable)).toEqual({ ok: false, reason: 'certificate_url' })
  })
})

describe('the certificate', () => {
  test('is no verdict on the message while it cannot be fetched: the cause is kept', async () => {
    const cause = new Error('down')
    const fetchCertificate = () => Promise.reject(cause)
    expect(await verdict(signed('Notification'), { fetchCertificate })).toEqual({
      ok: false,
      reason: 'certificate_unavailable',
      cause,
    })
  })

  test.each([
    ['over', { until: shift(NOW, -SECOND) }, false],
    ['in its last second', { until: NOW }, true],
    ['in its first second', { from: NOW }, true],
    ['not begun', { from: shift(NOW, SECOND) }, false],
    ['long over', { from: shift(NOW, -2 * DAY), until: shift(NOW, -DAY) }, false],
  ] as const)('counts while it is in force: %s', async (_when, options, ok) => {
    expect(await verdictUnder(options)).toEqual(ok ? { ok } : { ok, reason: 'certificate' })
  })

  test.each([
    [{ name: 'sns.amazonaws.com.evil.test' }],
    [{ name: 'evil.test' }],
    [{ name: 'amazonaws.com' }],
    [{ name: '*.amazonaws.com' }],
    [{ name: 's3.amazonaws.com' }],
    [{ name: 'sns-signing.us-east-1.amazonaws.com' }],
    [{ name: 'sns.amazonaws.com', names: ['evil.test'] }],
    [{ ca: true }],
    [{ bits: 1024 }],
  ])('must be made out to Amazon SNS, for signing, with a strong key: %o', async (options) => {
    expect(await verdictUnder(options)).toEqual({ ok: false, reason: 'certificate' })
  })

  test.each([
    [{ name: 'sns.amazonaws.com', names: [] }, TOPIC_ARN],
    [{ name: 'sns-signing.eu-west-3.amazonaws.com' }, TOPIC_ARN],
    [
      { name: 'sns-cn-north-1.amazonaws.com.cn', host: 'sns.cn-north-1.amazonaws.com.cn' },
      'arn:aws-cn:sns:cn-north-1:123456789012:mail',
    ],
    [
      { name: 'sns-us-gov-west-1.amazonaws.com', host: 'sns.us-gov-east-1.amazonaws.com' },
      'arn:aws-us-gov:sns:us-gov-east-1:123456789012:mail',
    ],
  ])('has another name in other regions: %o', async (options, topicArn) => {
    expect(await verdictUnder(options, topicArn)).toEqual({ ok: true })
  })

  test('holds an RSA key under any issuer', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const elliptic = new X509Certificate(createCertificate({ publicKey, privateKey }, {}))
    const fetchCertificate = async () => elliptic
    expect(await verdict(signed('Notification'), { fetchCertificate })).toMatchObject({
      reason: 'certificate',
    })
  })
})

describe('the age of a message', () => {
  test.each([
    ['one hour', -HOUR, true],
    ['a moment more than one hour', -HOUR - 1, false],
    ['a day', -DAY, false],
    ['five minutes ahead', 5 * MINUTE, true],
    ['a moment more than five minutes ahead', 5 * MINUTE + 1, false],
  ])('is counted from its timestamp: %s', async (_age, offset, ok) => {
    const Timestamp = shift(NOW, offset).toISOString()
    expect(await verdict(signed('Notification', { Timestamp }))).toEqual(
      ok ? { ok } : { ok, reason: 'timestamp' },
    )
  })
})
