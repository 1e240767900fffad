import {
  BUSY_RECIPIENT,
  FULL,
  HELLO,
  OUR_ACCOUNT,
  OUR_QUOTA,
  OUR_RATE,
  POLICY,
  QUOTED_POLICY,
  RELAY,
  SENDER,
  TOO_LARGE,
  UNKNOWN_RECIPIENT,
  WANTS_LOGIN,
  WANTS_TLS,
} from './patterns'

/**
 * The step that a server refused. `data` is the command `DATA`; `message` the end of the data, where a server answers
 * about the message as a whole.
 */
export type Phase = 'connection' | 'login' | 'sender' | 'recipient' | 'data' | 'message'

/** A fault of ours, by the name under which `lib/email/send/remedies.ts` has its remedy. */
type Fault =
  | 'IdentityNotVerified'
  | 'SendingPaused'
  | 'AccessDenied'
  | 'DailyQuotaExceeded'
  | 'Throttling'
  | 'TlsRequired'
  | 'LoginRefused'
  | 'HelloRefused'
  | 'RelayRefused'
  | 'SenderRefused'
  | 'PolicyRefused'

/**
 * The subject of a refusal. `gone`: the recipient, by a status that says so. `refused`: the recipient, by words alone.
 * `full`, `busy`: the recipient, for now. `content`: this message. `unknown`: no row fits. All others: a fault of ours.
 */
export type ReplyClass = 'gone' | 'refused' | 'full' | 'busy' | 'content' | 'unknown' | Fault

type Row = {
  class: ReplyClass
  at: readonly Phase[]
  code?: RegExp
  /** Of the enhanced status without its first digit; empty where the reply has none. */
  cause?: RegExp
  text?: RegExp
}

const SES: readonly Phase[] = ['message']
const FRONT: readonly Phase[] = ['connection', 'login', 'sender']
/** Servers answer about host, sender and recipient alike after RCPT TO, and some only at the end of the data. */
const REST: readonly Phase[] = ['recipient', 'data', 'message']
const ALL: readonly Phase[] = [...FRONT, ...REST]

/**
 * Refusals, read from the top: the first row that fits decides, so a row may rely on those above it. Faults of ours come
 * before those of a recipient: both are worded alike, and blaming a person for our fault does the greater harm.
 * Statuses: RFC 3463, RFC 5248, RFC 7372, RFC 7505. Add a new text of a real server to the corpus in
 * `tests/unit/email/transport/replies.ts` first.
 */
export const REPLIES: readonly Row[] = [
  // Amazon SES, over SMTP: no statuses, and all of it behind 554 at the end of the data (developer guide, "SMTP response codes").
  {
    class: 'IdentityNotVerified',
    at: SES,
    code: /^554$/,
    cause: /^$/,
    text: /address is not verified|identities failed the check/,
  },
  {
    class: 'SendingPaused',
    at: SES,
    code: /^554$/,
    cause: /^$/,
    text: /^message rejected: .*(?:sending|account)\b.{0,40}(?:paused|suspended|disabled|shut down)/,
  },
  { class: 'AccessDenied', at: SES, code: /^554$/, cause: /^$/, text: /^access denied: user/ },
  {
    class: 'refused',
    at: SES,
    code: /^554$/,
    cause: /^$/,
    text: /^transaction failed: .*(?:address|local part|domain)/,
  },
  { class: 'DailyQuotaExceeded', at: ALL, code: /^454$/, text: /^throttling failure: daily message quota/ },

  // Ours, at any step. A recipient's own rate (Gmail) reads nearly like ours.
  { class: 'busy', at: REST, text: BUSY_RECIPIENT },
  { class: 'full', at: REST, cause: /^2\.2$/ },
  // 5.4.5: Gmail and Postfix policies, a day's limit. 5.1.90, 5.7.232, 5.7.233: Exchange Online, "outbound" limits.
  { class: 'DailyQuotaExceeded', at: ALL, cause: /^(?:4\.5|1\.90|7\.23[23])$/ },
  { class: 'DailyQuotaExceeded', at: ALL, text: OUR_QUOTA },
  { class: 'Throttling', at: ALL, text: OUR_RATE },
  { class: 'TlsRequired', at: ALL, code: /^5/, text: WANTS_TLS },
  { class: 'LoginRefused', at: ['login'], code: /^(?:5|454)/ },
  { class: 'LoginRefused', at: ALL, code: /^53[045]$/ },
  { class: 'HelloRefused', at: FRONT, text: HELLO },

  // Until the sender is taken, a refusal is about us.
  { class: 'content', at: ['sender'], code: /^5/, cause: /^3\.4$/ },
  { class: 'content', at: ['sender'], code: /^5/, text: TOO_LARGE },
  { class: 'RelayRefused', at: ['sender'], text: RELAY },
  { class: 'LoginRefused', at: ['sender'], text: WANTS_LOGIN },
  { class: 'PolicyRefused', at: FRONT, code: /^5/, text: POLICY },
  { class: 'SenderRefused', at: ['sender'], code: /^5/ },
  { class: 'SenderRefused', at: ['sender'], cause: /^1\.[78]$/ },

  // Exchange: a closed group (5.7.133 to 5.7.136), a closed account (5.7.13). They name the sender, and mean the recipient.
  { class: 'gone', at: REST, cause: /^7\.13[3-6]?$/ },
  { class: 'RelayRefused', at: REST, cause: /^7\.64$/ },
  { class: 'RelayRefused', at: REST, text: RELAY },
  // SPF, DKIM, DNS names (RFC 7372): Gmail calls the sender unauthenticated.
  { class: 'PolicyRefused', at: REST, code: /^5/, cause: /^7\.2\d$/ },
  { class: 'SenderRefused', at: REST, cause: /^(?:1\.[78]|7\.60)$/ },
  { class: 'SenderRefused', at: REST, code: /^5/, text: SENDER },
  { class: 'PolicyRefused', at: REST, code: /^5/, text: OUR_ACCOUNT },
  { class: 'HelloRefused', at: REST, text: HELLO },
  { class: 'LoginRefused', at: REST, text: WANTS_LOGIN },

  // This message.
  { class: 'content', at: REST, cause: /^(?:6\.\d+|3\.4|2\.3)$/ },
  { class: 'content', at: REST, code: /^55/, cause: /^(?!7\.)/, text: TOO_LARGE },

  // Orange: `552 5.1.1 Boite pleine`.
  { class: 'full', at: REST, cause: /^(?!7\.)/, text: FULL },

  { class: 'PolicyRefused', at: REST, text: QUOTED_POLICY },
  // A status alone condemns nobody where the text speaks of a block list (AOL: `521 5.2.1 … will not accept …`).
  { class: 'gone', at: REST, cause: /^(?:1\.(?:1|2|3|6|10)|2\.1)$/, text: UNKNOWN_RECIPIENT },
  { class: 'PolicyRefused', at: REST, code: /^5/, text: POLICY },
  { class: 'gone', at: REST, cause: /^(?:1\.(?:1|2|3|6|10)|2\.1)$/ },
  // SFR, Yandex: `5.7.1 User unknown`.
  { class: 'gone', at: REST, cause: /^7\./, text: UNKNOWN_RECIPIENT },
  { class: 'PolicyRefused', at: REST, code: /^5/, cause: /^7\./ },

  // Bare: OpenSMTPD's refused relay, `550 Invalid recipient`, reads like an unknown user.
  { class: 'refused', at: REST, text: UNKNOWN_RECIPIENT },
  // Exchange Online's edge, Cisco.
  { class: 'refused', at: ['recipient'], cause: /^(?:4\.1|1\.0)$/, text: /address rejected/ },
  // 552 always means a full mailbox (RFC 5321, section 4.2.2); 556 and 521, a domain that takes no mail (RFC 7504).
  { class: 'full', at: REST, code: /^552$/, cause: /^(?:0\.0)?$/ },
  { class: 'refused', at: REST, code: /^5(?:56|21)$/, cause: /^(?:0\.0)?$/ },
]
