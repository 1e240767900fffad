import type { Transporter } from 'nodemailer'
import { SECOND } from '../../../kernel/clock'
import type { MailTransport } from '../../../kernel/ports'
import { operatorFault } from '../../send/remedies'
import { checkEmail } from '../guard'
import { SendError } from '../send-error'
import { openTransporter } from './connection'

const GREETING_TIMEOUT = 15 * SECOND

/** Long, because giving up on a slow server that still takes the message would send it twice. */
const SOCKET_TIMEOUT = 60 * SECOND

/** A server may be slow at every step; together they must end before the outbox lends the message to another worker. */
const DEADLINE = 90 * SECOND

type SmtpOptions = {
  /** Milliseconds the server may stay silent. */
  socketTimeout?: number
}

/** Properties that nodemailer adds to an error: its own code, the server's reply, and the command it answered. */
type SmtpError = { code?: string; responseCode?: number; response?: string; command?: string }

/** Class 5.7 (RFC 3463, section 3.8) is about who may send: an operator mends it. */
const POLICY_REFUSAL = /^\d{3}[ -]5\.7\./

/** A 5xx to the recipient or the content condemns the message; to the greeting, the login or the sender, it does not. */
const isPermanent = ({ responseCode = 0, response = '', command = '' }: SmtpError): boolean =>
  responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA') && !POLICY_REFUSAL.test(response)

function sendErrorOf(error: unknown): SendError {
  const cause = (error ?? {}) as SmtpError
  const fault = cause.response === undefined ? undefined : operatorFault(cause.response)
  // A refused STARTTLS has a name of its own: its reply code alone would read like a refused message.
  const reply = cause.code === 'ETLS' ? undefined : cause.responseCode
  const code = `SMTP_${reply ?? cause.code ?? 'UNKNOWN'}`
  // The error itself stays behind: the server's reply quotes addresses.
  return new SendError(fault ?? code, fault === undefined && isPermanent(cause))
}

/** Sends through an SMTP server; `address` is `smtp(s)://user:password@host:port`. One connection a message. */
export function createSmtpTransport(
  address: string,
  { socketTimeout = SOCKET_TIMEOUT }: SmtpOptions = {},
): MailTransport {
  let opened: Promise<Transporter> | undefined
  return {
    name: 'smtp',
    async send(email) {
      const from = checkEmail(email)
      opened ??= openTransporter(address, { greetingTimeout: GREETING_TIMEOUT, socketTimeout })
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
