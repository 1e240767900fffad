import type { ReplyClass } from '../../transport/smtp/reply/table'
import type { MailEvent } from '../lifecycle'
import { RECIPIENT_REFUSED } from '../refused-recipients'

/** Actions of a report (RFC 3464, section 2.3.3). */
export type Action = 'delivered' | 'relayed' | 'expanded' | 'delayed' | 'failed'

/** Cause of a failure or a delay. `Setup`: our relay, or the way to it. */
export type Cause =
  | 'NoMailbox'
  | 'InDoubt'
  | 'NoDomain'
  | 'Full'
  | 'Busy'
  | 'Unreachable'
  | 'Content'
  | 'Policy'
  | 'Sender'
  | 'Setup'
  | 'Unexplained'

/** Words of a mail server's own, where it quotes no reply of the next one. They are compared in lower case, without addresses. */
export const SERVER_WORDS: readonly { cause: Cause; by: string; says: RegExp }[] = [
  { cause: 'NoDomain', by: 'Postfix', says: /host or domain name not found/ },
  { cause: 'NoDomain', by: 'OpenSMTPD', says: /domain does not exist/ },
  { cause: 'NoDomain', by: 'Sendmail', says: /host unknown|name server: .*host not found/ },
  { cause: 'NoDomain', by: 'Courier', says: /no such domain/ },
  // A null MX (RFC 7505).
  { cause: 'NoDomain', by: 'Postfix, OpenSMTPD', says: /does not accept mail/ },
  { cause: 'NoDomain', by: 'Sendmail', says: /host does not accept mail/ },
  { cause: 'NoDomain', by: 'Exim', says: /record indicated no smtp service/ },
  { cause: 'NoDomain', by: 'Courier', says: /domain does not receive mail/ },
  // Exim says the same of a domain and of a mailbox that are not there.
  { cause: 'InDoubt', by: 'Exim', says: /unrouteable address/ },
  {
    cause: 'Unreachable',
    by: 'Postfix, Sendmail, Courier',
    says: /no route to host|connection (?:refused|timed out|reset)|network is (?:down|unreachable)|host is down/,
  },
  { cause: 'Unreachable', by: 'OpenSMTPD', says: /network error on destination/ },
  {
    cause: 'Unreachable',
    by: 'Exim',
    says: /^host \[[^\]]*\]|have been failing for a long time/,
  },
]

/** Exim says `delivered` of a letter that it handed to a server without DSN, and tells in its text alone. */
export const HANDS_ON_IN_WORDS = /\(relayed to non-DSN-aware mailer\)/i

/** Causes by the class of a reply, which is the recipient's server's; or that of a relay behind ours. */
export const CAUSES: Record<ReplyClass, Cause> = {
  gone: 'NoMailbox',
  refused: 'InDoubt',
  full: 'Full',
  busy: 'Busy',
  content: 'Content',
  PolicyRefused: 'Policy',
  Throttling: 'Policy',
  DailyQuotaExceeded: 'Policy',
  SenderRefused: 'Sender',
  RelayRefused: 'Setup',
  HelloRefused: 'Setup',
  TlsRequired: 'Setup',
  LoginRefused: 'Setup',
  IdentityNotVerified: 'Setup',
  SendingPaused: 'Setup',
  AccessDenied: 'Setup',
  unknown: 'Unexplained',
}

type Change = Pick<MailEvent, 'type' | 'bounce' | 'reason' | 'sparesAddress'>

type Row = {
  action: Action
  cause?: Cause
  /** By its code the failure was one of time, and the server gave up. */
  isTemporary?: boolean
  becomes: Change
  /** The one that can mend it. `us`: the person reads that we could not send, and operators read the reason. */
  fault: 'nobody' | 'recipient' | 'us'
}

const delay = (reason: string): Change => ({ type: 'delay', reason })
const soft = (reason: string): Change => ({ type: 'bounce', bounce: 'soft', reason })
const hard = (reason: string): Change => ({ type: 'bounce', bounce: 'hard', reason })
/** The address stays usable: words, or our relay's own view of a domain, prove too little to suppress it. */
const sparing = (reason: string): Change => ({ ...hard(reason), sparesAddress: true })

/**
 * The effect of a report: the first row that fits decides. A failure by lapse of time says nothing final of the address, and one
 * that nobody explains blames nobody. Reasons are named as Amazon SES names them where it has a name.
 */
export const OUTCOMES: readonly Row[] = [
  { action: 'delivered', becomes: { type: 'delivery' }, fault: 'nobody' },
  { action: 'relayed', becomes: { type: 'delivery', reason: 'Relayed' }, fault: 'nobody' },
  { action: 'expanded', becomes: { type: 'delivery', reason: 'Expanded' }, fault: 'nobody' },

  { action: 'delayed', cause: 'Full', becomes: delay('MailboxFull'), fault: 'recipient' },
  { action: 'delayed', cause: 'Unreachable', becomes: delay('Unreachable'), fault: 'nobody' },
  { action: 'delayed', becomes: delay('General'), fault: 'nobody' },

  { action: 'failed', cause: 'Full', becomes: soft('MailboxFull'), fault: 'recipient' },
  { action: 'failed', cause: 'Unreachable', becomes: soft('Unreachable'), fault: 'nobody' },
  { action: 'failed', cause: 'Busy', becomes: soft('General'), fault: 'nobody' },
  { action: 'failed', cause: 'Policy', isTemporary: true, becomes: soft('PolicyRefused'), fault: 'us' },
  { action: 'failed', isTemporary: true, becomes: soft('General'), fault: 'nobody' },

  { action: 'failed', cause: 'NoMailbox', becomes: hard('NoEmail'), fault: 'recipient' },
  { action: 'failed', cause: 'NoDomain', becomes: sparing('NoDomain'), fault: 'recipient' },
  { action: 'failed', cause: 'InDoubt', becomes: sparing(RECIPIENT_REFUSED), fault: 'recipient' },
  { action: 'failed', cause: 'Content', becomes: hard('ContentRejected'), fault: 'us' },
  { action: 'failed', cause: 'Policy', becomes: hard('PolicyRefused'), fault: 'us' },
  { action: 'failed', cause: 'Sender', becomes: hard('SenderRefused'), fault: 'us' },
  { action: 'failed', cause: 'Setup', becomes: hard('RelayRefused'), fault: 'us' },
  { action: 'failed', becomes: soft('Unexplained'), fault: 'us' },
]
