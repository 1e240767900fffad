// Long: a table, of which each entry is the whole of one server.
import type { Action, Fate, Server, Told } from './events'

/** The reports of one mail server. In its texts `{to}`, `{domain}`, `{status}`, `{action}`, `{reply}` and `{words}` are filled in. */
export type Template = {
  type: 'multipart/report; report-type=delivery-status' | 'multipart/mixed'
  from: string
  subjects: Record<Action, string>
  /** The part for people, by action: it leads to the words about the recipient. */
  leads: Record<Action, string>
  /** The words, where the next server answered. */
  words: string
  /** Fields of the recipient; lines that would be left without a value are not sent. */
  fields: string
  /** The field of the reason: with the next server's reply, and in the server's own words. */
  diagnostic: { reply: string; own: string }
  /** Fates that it tells in another way. `words`: its own, instead of the next server's. */
  own: Partial<Record<Fate, Partial<Told> & { words?: string; reason?: string }>>
  /** Part in which our message comes back. */
  returned: 'message/rfc822' | 'text/rfc822-headers'
}

const REPORT = 'multipart/report; report-type=delivery-status'
const DELIVERED_BY_POSTFIX = 'Your message was successfully delivered to the destination(s)\nlisted below.'
const COURIER = 'NOTICE: mail delivery status.'
const EXIM = 'This message was created automatically by mail delivery software.'
const HI = '    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n   '
const FAILED_BY_SENDMAIL = '   ----- The following addresses had permanent fatal errors -----\n<{to}>\n\n'
const TRANSCRIPT = '   ----- Transcript of session follows -----\n'
const SUCCESS_BY_SENDMAIL =
  '   ----- The following addresses had successful delivery notifications -----\n<{to}>\n\n'

/** Shapes and words of real servers, whose reports stand in `tests/support/mailed-reports`. */
export const TEMPLATES: Record<Server, Template> = {
  postfix: {
    type: REPORT,
    from: 'Mail Delivery System <MAILER-DAEMON@mx.example>',
    subjects: {
      delivered: 'Successful Mail Delivery Report',
      relayed: 'Successful Mail Delivery Report',
      delayed: 'Delayed Mail (still being retried)',
      failed: 'Undelivered Mail Returned to Sender',
    },
    leads: {
      delivered: DELIVERED_BY_POSTFIX,
      relayed: DELIVERED_BY_POSTFIX,
      delayed: '# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #',
      failed:
        "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.",
    },
    words: '<{to}>: host mx.{domain}[192.0.2.25] said: {reply}\n    (in reply to RCPT TO command)',
    fields:
      'Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\nStatus: {status}',
    diagnostic: { reply: 'smtp; {reply}', own: 'X-Postfix; {words}' },
    own: {
      delivered: { words: 'delivery via local: delivered to mailbox' },
      nodomain: {
        words:
          'Host or domain name not found. Name service error for\n    name={domain} type=A: Host not found',
      },
    },
    returned: 'message/rfc822',
  },
  exim: {
    type: REPORT,
    from: 'Mail Delivery System <Mailer-Daemon@mx.example>',
    subjects: {
      delivered: 'Delivery Status Notification',
      relayed: 'Delivery Status Notification',
      delayed: 'Warning: message delayed 24 hours',
      failed: 'Mail delivery failed: returning message to sender',
    },
    leads: {
      delivered: `${EXIM}\n ----- The following addresses had successful delivery notifications -----`,
      relayed: `${EXIM}\n ----- The following addresses had successful delivery notifications -----`,
      delayed: `${EXIM}\nA message that you sent has not yet been delivered to one or more of its\nrecipients.`,
      failed: `${EXIM}\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:`,
    },
    words:
      '  {to}\n    host mx.{domain} [192.0.2.25]\n    SMTP error from remote mail server after RCPT TO:<{to}>:\n    {reply}',
    fields: 'Action: {action}\nFinal-Recipient: rfc822;{to}\nStatus: {status}',
    diagnostic: { reply: 'smtp; {reply}', own: '' },
    own: {
      delivered: { words: '(relayed via non "Remote SMTP" router)' },
      // Exim says "delivered" of a server that reports nothing.
      relayed: { action: 'delivered', reply: '250 Ok', words: '(relayed to non-DSN-aware mailer)' },
      delayed: { status: '4.0.0', reason: '' },
      unknown: { status: '5.0.0' },
      full: { status: '5.0.0' },
      spam: { status: '5.0.0' },
      greylisted: { status: '5.0.0', reply: '451 4.7.1 Greylisted, try again later: retry timeout exceeded' },
      nodomain: { status: '5.0.0', words: 'Unrouteable address' },
    },
    returned: 'text/rfc822-headers',
  },
  opensmtpd: {
    type: 'multipart/mixed',
    from: 'Mailer Daemon <MAILER-DAEMON@mx.example>',
    subjects: {
      delivered: 'Delivery status notification: delivered',
      relayed: 'Delivery status notification: relayed',
      delayed: 'Delivery status notification: delayed',
      failed: 'Delivery status notification: failed',
    },
    leads: {
      delivered: `${HI} Your message was successfully delivered to these recipients.`,
      relayed: `${HI} Your message was relayed to these recipients.`,
      delayed: `${HI} A message is delayed for more than 4 hours for the following list of recipients:`,
      failed: `${HI} An error has occurred while attempting to deliver a message for\n    the following list of recipients:`,
    },
    words: '{to}: {reply}',
    fields: 'Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}',
    diagnostic: { reply: '', own: '' },
    own: {
      relayed: { reply: '' },
      delayed: { status: '4.0.0' },
      unknown: { status: '5.0.0' },
      full: { status: '5.0.0' },
      spam: { status: '5.0.0' },
      greylisted: { status: '5.4.7', words: 'Envelope expired' },
      nodomain: { status: '5.0.0', words: 'Domain does not exist' },
    },
    returned: 'text/rfc822-headers',
  },
  sendmail: {
    type: REPORT,
    from: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
    subjects: {
      delivered: 'Return receipt',
      relayed: 'Return receipt',
      delayed: 'Warning: could not send message for past 4 hours',
      failed: 'Returned mail: see transcript for details',
    },
    leads: {
      delivered: `${SUCCESS_BY_SENDMAIL}${TRANSCRIPT}`,
      relayed: `${SUCCESS_BY_SENDMAIL}${TRANSCRIPT}`,
      delayed: `    **      THIS IS A WARNING MESSAGE ONLY      **\n\n${TRANSCRIPT}`,
      failed: `${FAILED_BY_SENDMAIL}${TRANSCRIPT}`,
    },
    words: '... while talking to mx.{domain}.:\n>>> RCPT To:<{to}>\n<<< {reply}',
    fields:
      'Final-Recipient: RFC822; {to}\nX-Actual-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}',
    diagnostic: { reply: 'SMTP; {reply}', own: '' },
    own: {
      delivered: { words: 'Successfully delivered' },
      relayed: { words: 'relayed; expect no further notifications' },
      delayed: { status: '4.3.0' },
      greylisted: { status: '4.4.7' },
      nodomain: {
        status: '5.1.2',
        reply: '550 Host unknown',
        words: 'Host unknown (Name server: {domain}: host not found)',
      },
    },
    returned: 'text/rfc822-headers',
  },
  courier: {
    type: REPORT,
    from: 'mailer-daemon@mx.example',
    subjects: { delivered: COURIER, relayed: COURIER, delayed: 'WARNING: delayed mail.', failed: COURIER },
    leads: {
      delivered: '                    MESSAGE DELIVERED SUCCESSFULLY',
      relayed: '                   MESSAGE DELIVERED TO A MAIL GATEWAY',
      delayed: '                     DELAYS IN DELIVERING YOUR MESSAGE',
      failed: '                           UNDELIVERABLE MAIL',
    },
    words: '<{to}>:\n     mx.{domain} [192.0.2.25]:\n >>> RCPT TO:<{to}>\n <<< {reply}',
    fields:
      'Final-Recipient: rfc822; {to}\nAction: {action}\nOriginal-Recipient: rfc822; {to}\nStatus: {status}',
    diagnostic: { reply: 'smtp; {reply}', own: 'unknown; {words}' },
    own: {
      delivered: { words: 'Message delivered.' },
      delayed: { status: '4.0.0', reason: '' },
      unknown: { status: '5.0.0' },
      full: { status: '5.0.0' },
      spam: { status: '5.0.0' },
      greylisted: { status: '5.0.0' },
      nodomain: { status: '5.0.0', words: 'No such domain.' },
    },
    returned: 'message/rfc822',
  },
}
