import { classify, parseReply } from '../transport/smtp/reply/reply'
import type { ReplyClass } from '../transport/smtp/reply/table'
import type { MailEvent } from './lifecycle'

/** A bounce as SES reports it; `status` (RFC 3463) and `diagnostic` (the server's reply, RFC 3464 2.3.6) of its recipient. */
export type SesBounce = {
  type: 'Permanent' | 'Transient' | 'Undetermined'
  subType?: string
  status?: string
  diagnostic?: string
}

/** Cause of a bounce. `address`: the address, or its domain, takes no mail. All others are not the address's fault. */
type Subject =
  | 'address'
  | 'MailboxFull'
  | 'General'
  | 'ContentRejected'
  | 'PolicyRefused'
  | 'SenderRefused'
  | 'Unexplained'

/**
 * The cause by the class of a reply. The reply comes from the recipient's own server: if that refuses to relay, it does not
 * serve the address, and a missing login is not ours.
 */
const SUBJECTS: Record<Exclude<ReplyClass, 'unknown'>, Subject> = {
  gone: 'address',
  refused: 'address',
  RelayRefused: 'address',
  full: 'MailboxFull',
  busy: 'General',
  content: 'ContentRejected',
  PolicyRefused: 'PolicyRefused',
  Throttling: 'PolicyRefused',
  DailyQuotaExceeded: 'PolicyRefused',
  SenderRefused: 'SenderRefused',
  HelloRefused: 'Unexplained',
  TlsRequired: 'Unexplained',
  LoginRefused: 'Unexplained',
  IdentityNotVerified: 'Unexplained',
  SendingPaused: 'Unexplained',
  AccessDenied: 'Unexplained',
}

/** Subtypes in which SES speaks for itself: it did not send, because the address is on a list. */
const OWN_LISTS = new Set(['Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient'])

/** Statuses of system, protocol and content, and of the network but for a domain or host that is not there (RFC 3463). */
const NOT_THE_ADDRESS = /^(?:[356]\.|4\.(?![14]$))/

const STATUS = /^[245]\.(\d{1,3}\.\d{1,3})$/

/** The server's reply, without the `smtp;` of the report. A code or status that it lacks is filled in from `status`. */
function replyOf({ status = '', diagnostic = '' }: SesBounce): string {
  const text = diagnostic.replace(/^[\w-]+; */, '')
  const known = STATUS.test(status) ? status : ''
  if (!/^\d{3}\b/.test(text)) return `550 ${known} ${text}`
  return /^\d{3}[ -][#[(]*[245]\.\d/.test(text) ? text : `${text.slice(0, 4)}${known} ${text.slice(4)}`
}

function subjectOf(bounce: SesBounce): Subject {
  if (OWN_LISTS.has(bounce.subType ?? '')) return 'address'
  const reply = parseReply('recipient', replyOf(bounce))
  const kind = classify(reply)
  if (kind !== 'unknown') return SUBJECTS[kind]
  // An unknown reply: SES's own classification counts.
  return bounce.subType !== 'NoEmail' && NOT_THE_ADDRESS.test(reply.cause) ? 'Unexplained' : 'address'
}

/** Subjects that operators can mend. */
const OURS = new Set<Subject>(['ContentRejected', 'PolicyRefused', 'SenderRefused'])

/**
 * Judges a bounce by the server's reply, not by SES's type alone: `Permanent` only means that this message will not arrive,
 * whether because of its recipient, our reputation or its content. The reply quotes addresses, and is not kept.
 */
export function judgeBounce(bounce: SesBounce): Pick<MailEvent, 'bounce' | 'reason'> {
  const subject = subjectOf(bounce)
  if (bounce.type !== 'Permanent')
    return { bounce: 'soft', reason: OURS.has(subject) ? subject : bounce.subType }
  if (subject === 'address') return { bounce: 'hard', reason: bounce.subType }
  const isForNow = subject === 'MailboxFull' || subject === 'General'
  return { bounce: isForNow ? 'soft' : 'hard', reason: subject }
}
