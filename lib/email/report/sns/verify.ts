import { verify, type X509Certificate } from 'node:crypto'
import { type Clock, HOUR, MINUTE } from '../../../kernel/clock'
import { certificateUrl, type FetchCertificate, isSigningCertificate } from './certificate'
import { type SnsMessage, sentAt } from './message'
import { signedText } from './signed-text'

/** The service gives a message up after an hour of trying (Amazon SNS developer guide, "Message delivery retries"). */
const MAX_AGE = HOUR
const MAX_AHEAD = 5 * MINUTE

/** Version 1 is SHA-1, which OWASP ASVS 11.4.1 rules out. A topic has version 2 by its attribute `SignatureVersion`. */
const SIGNATURE_VERSION = '2'
const HASH = 'RSA-SHA256'

/**
 * Why a message is not believed. All are the sender's doing and final (403), but `certificate_unavailable`: there the
 * certificate could not be had, which passes, so the service should be asked to come again (503).
 */
type SnsRefusal =
  | 'topic'
  | 'signature_version'
  | 'certificate_url'
  | 'certificate_unavailable'
  | 'certificate'
  | 'signature'
  | 'timestamp'

/** `cause`, for the log: the fault on the way to the certificate. */
type SnsVerdict = { ok: true } | { ok: false; reason: SnsRefusal; cause?: unknown }

export type SnsTrust = {
  fetchCertificate: FetchCertificate
  /** The topics that are ours. Empty: nothing is believed. */
  topicArns: readonly string[]
  now: Clock
}

const refuse = (reason: SnsRefusal, cause?: unknown): SnsVerdict => ({ ok: false, reason, cause })

const isSigned = (message: SnsMessage, { publicKey }: X509Certificate): boolean =>
  verify(HASH, Buffer.from(signedText(message)), publicKey, Buffer.from(message.Signature, 'base64'))

function isFresh(message: SnsMessage, now: Date): boolean {
  const age = now.getTime() - sentAt(message).getTime()
  return age <= MAX_AGE && age >= -MAX_AHEAD
}

/**
 * Checks that Amazon SNS sent a message to one of our topics within the last hour. Only a message that names such a
 * topic makes this process ask for a certificate, and only at the SNS host of that topic's region. The same message
 * may come again, so callers remember its `MessageId`.
 */
export async function verifySnsMessage(
  message: SnsMessage,
  { fetchCertificate, topicArns, now }: SnsTrust,
): Promise<SnsVerdict> {
  if (!topicArns.includes(message.TopicArn)) return refuse('topic')
  if (message.SignatureVersion !== SIGNATURE_VERSION) return refuse('signature_version')
  const url = certificateUrl(message.SigningCertURL, message.TopicArn)
  if (!url) return refuse('certificate_url')
  let certificate: X509Certificate
  try {
    certificate = await fetchCertificate(url)
  } catch (cause) {
    return refuse('certificate_unavailable', cause)
  }
  if (!isSigningCertificate(certificate, message.TopicArn, now())) return refuse('certificate')
  if (!isSigned(message, certificate)) return refuse('signature')
  return isFresh(message, now()) ? { ok: true } : refuse('timestamp')
}
