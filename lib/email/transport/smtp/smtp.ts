import type { Transporter } from 'nodemailer'
import { SECOND } from '../../../kernel/clock'
import type { MailTransport } from '../../../kernel/ports'
import { checkEmail } from '../guard'
import { openTransporter } from './connection'
import { sendErrorOf } from './reply/refusal'

const GREETING_TIMEOUT = 15 * SECOND

/** Long, because giving up on a slow server that still takes the message would send it twice. */
const SOCKET_TIMEOUT = 60 * SECOND

/** A server may be slow at every step; together they must end before the outbox lends the message to another worker. */
const DEADLINE = 90 * SECOND

type SmtpOptions = {
  /** The name to greet with. */
  name?: string
  /** Milliseconds the server may stay silent. */
  socketTimeout?: number
}

/** Sends through an SMTP server; `address` is `smtp(s)://user:password@host:port`. One connection a message. */
export function createSmtpTransport(
  address: string,
  { name, socketTimeout = SOCKET_TIMEOUT }: SmtpOptions = {},
): MailTransport {
  let opened: Promise<Transporter> | undefined
  return {
    name: 'smtp',
    async send(email) {
      const from = checkEmail(email)
      opened ??= openTransporter(address, { name, greetingTimeout: GREETING_TIMEOUT, socketTimeout })
      try {
        const { messageId } = await (await opened).sendMail({
          from,
          to: { name: '', address: email.to },
          // Given, so that the recipient is never read out of a header.
          envelope: { from: from.address, to: [email.to] },
          replyTo: email.replyTo,
          // Nobody's out-of-office answer wants to answer this (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
          subject: email.subject,
          html: email.html,
          text: email.text,
          signal: AbortSignal.timeout(DEADLINE),
        })
        return { providerMessageId: messageId, messageId }
      } catch (error) {
        throw sendErrorOf(error)
      }
    },
  }
}
