import { createSign, generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto'
import type { FetchCertificate } from '../../lib/email/report/sns/certificate'
import { type CertificateOptions, createCertificate, type KeyPair } from './certificate'

export const TOPIC_ARN = 'arn:aws:sns:eu-west-3:123456789012:huntaze-mail'

const PATH = '/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem'
const TOKEN = '2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92'

/** The signed fields by kind, as the developer guide lists them. Repeated here, so that a test can disagree. */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}

export type SnsKind = keyof typeof SIGNED

/** Fields of an SNS document by their names on the wire. */
export type SnsFields = Record<string, string>

export type SnsSigner = {
  topicArn: string
  keys: KeyPair
  certificateUrl: string
  pem: string
  certificate: X509Certificate
  /** Knows this signer's certificate by its address, and no other. */
  fetchCertificate: FetchCertificate
  /** An unsigned document of a kind, with fields replaced. */
  fields(kind: SnsKind, more?: SnsFields): SnsFields
  /** Signs a document as SNS would; the result is the body of a request. */
  sign(fields: SnsFields): string
  /** A signed notification; objects are sent as JSON, as SES does. */
  notification(message: string | object, more?: SnsFields): string
  /** A signed question whether to subscribe. */
  subscription(more?: SnsFields): string
  /** A signed word that a subscription ended. */
  unsubscription(more?: SnsFields): string
}

export type SnsSignerOptions = CertificateOptions & {
  topicArn?: string
  host?: string
  bits?: number
  /** Another signer's: making a key takes a quarter of a second. */
  keys?: KeyPair
}

/** A stand-in for Amazon SNS: a key, a certificate made out to its name, and messages signed with them. */
export function createSnsSigner(options: SnsSignerOptions = {}): SnsSigner {
  const { topicArn = TOPIC_ARN, host = 'sns.eu-west-3.amazonaws.com', bits = 2048 } = options
  const { keys = generateKeyPairSync('rsa', { modulusLength: bits }) } = options
  const pem = createCertificate(keys, options)
  const certificate = new X509Certificate(pem)
  const certificateUrl = `https://${host}${PATH}`

  const fields = (kind: SnsKind, more: SnsFields = {}): SnsFields => ({
    Type: kind,
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Message: `${kind} of the topic.\nSecond line.`,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...(kind === 'Notification'
      ? { UnsubscribeURL: `https://${host}/?Action=Unsubscribe&SubscriptionArn=${topicArn}:c9135db0` }
      : {
          Token: TOKEN,
          SubscribeURL: `https://${host}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${TOKEN}`,
        }),
    ...more,
  })

  const signed = (document: SnsFields): string => {
    const signer = createSign(document.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
    for (const name of SIGNED[document.Type as SnsKind]) {
      if (document[name] !== undefined) signer.update(`${name}\n${document[name]}\n`)
    }
    return JSON.stringify({ ...document, Signature: signer.sign(keys.privateKey, 'base64') })
  }

  return {
    topicArn,
    keys,
    certificateUrl,
    pem,
    certificate,
    async fetchCertificate(url) {
      if (url.href !== certificateUrl) throw new Error('no such certificate')
      return certificate
    },
    fields,
    sign: signed,
    notification: (message, more) =>
      signed(
        fields('Notification', {
          Message: typeof message === 'string' ? message : JSON.stringify(message),
          ...more,
        }),
      ),
    subscription: (more) => signed(fields('SubscriptionConfirmation', more)),
    unsubscription: (more) => signed(fields('UnsubscribeConfirmation', more)),
  }
}
