import { SECOND } from '../../../kernel/clock'
import type { MailTransport } from '../../../kernel/ports'
import type { Bounces } from '../../return-path'
import { checkEmail } from '../guard'
import { sendErrorOf } from './reply/refusal'
import { sendOnce } from './session'
import { sourceOf } from './source'

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
  /** Where reports go. */
  bounces?: Bounces
}

/** Sends through an SMTP server; `address` is `smtp(s)://user:password@host:port`. One connection a message. */
export function createSmtpTransport(
  address: string,
  { name, socketTimeout = SOCKET_TIMEOUT, bounces }: SmtpOptions = {},
): MailTransport {
  const options = { name, greetingTimeout: GREETING_TIMEOUT, socketTimeout }
  return {
    name: 'smtp',
    async send(email) {
      const from = checkEmail(email)
      try {
        const messageId = await sendOnce(address, options, {
          compose: (takes8Bit) => sourceOf(email, { from, takes8Bit, bounces }),
          signal: AbortSignal.timeout(DEADLINE),
        })
        return { providerMessageId: messageId, messageId }
      } catch (error) {
        throw sendErrorOf(error)
      }
    },
  }
}
