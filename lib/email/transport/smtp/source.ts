import type { OutgoingEmail } from '../../../kernel/ports'
import type { Sender } from '../../../kernel/sender'
import { type Bounces, markOf, returnPathOf } from '../../return-path'

/** Longest line that mail carries unencoded, in bytes (RFC 5321, section 4.5.3.1.6, without CR LF). */
const LONGEST_LINE = 998

const CRLF = '\r\n'

/**
 * The plain text as it is, not encoded: each link stays on its line for readers that take a message apart themselves,
 * where quoted-printable would cut it. Undefined for a text with longer lines than mail may have.
 */
function plainPart(text: string): string | undefined {
  const lines = text.split(/\r\n|[\r\n]/)
  if (lines.some((line) => Buffer.byteLength(line) > LONGEST_LINE)) return undefined
  const head = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '']
  return [...head, ...lines].join(CRLF)
}

/** The reports that a server is asked for where it announces DSN (RFC 3461): all of them, without the message. */
const asksForReports = (mark: string) => ({
  ret: 'HDRS',
  envid: mark,
  notify: ['FAILURE', 'DELAY', 'SUCCESS'],
})

/** The marks by which reports name the message; none where nobody reads them, or where the message is not in the outbox. */
function marked({ reference }: OutgoingEmail, from: Sender, bounces: Bounces | undefined) {
  if (!bounces || !reference) return { sender: from.address }
  const mark = markOf(bounces, reference)
  return {
    sender: returnPathOf(bounces, bounces.address, reference),
    dsn: asksForReports(mark),
    messageId: `<${mark}@${from.address.split('@')[1]}>`,
  }
}

type Route = {
  from: Sender
  /** The server announced 8BITMIME (RFC 6152). */
  takes8Bit: boolean
  bounces?: Bounces
}

/** The message as nodemailer composes it. */
export function sourceOf(email: OutgoingEmail, { from, takes8Bit, bounces }: Route) {
  const raw = takes8Bit ? plainPart(email.text) : undefined
  const { sender, dsn, messageId } = marked(email, from, bounces)
  return {
    from,
    to: { name: '', address: email.to },
    messageId,
    // Stated, so that nodemailer does not take the recipient from a header.
    envelope: { from: sender, to: [email.to], use8BitMime: raw !== undefined, ...(dsn && { dsn }) },
    replyTo: email.replyTo,
    headers: {
      // Nobody's out-of-office answer wants to answer this (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      // The whole message must declare the encoding of its parts (RFC 2045, section 6.4).
      ...(raw !== undefined && { 'Content-Transfer-Encoding': '8bit' }),
    },
    subject: email.subject,
    html: email.html,
    text: raw === undefined ? email.text : { raw },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
