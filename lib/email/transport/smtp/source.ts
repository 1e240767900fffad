import type { OutgoingEmail } from '../../../kernel/ports'
import type { Sender } from '../../../kernel/sender'

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

/** The message as nodemailer composes it. `takes8Bit`: the server announced 8BITMIME (RFC 6152). */
export function sourceOf(email: OutgoingEmail, from: Sender, takes8Bit: boolean) {
  const raw = takes8Bit ? plainPart(email.text) : undefined
  return {
    from,
    to: { name: '', address: email.to },
    // Stated, so that nodemailer does not take the recipient from a header.
    envelope: { from: from.address, to: [email.to], use8BitMime: raw !== undefined },
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
