import { isBareAddress } from '../../kernel/email-address'
import type { OutgoingEmail } from '../../kernel/ports'
import { CONTROL, parseSender, type Sender } from '../../kernel/sender'
import { SendError } from './send-error'

/**
 * The last guard before a message leaves, called by every transport: mail services were seen to pass on CR LF and
 * comma-separated lists in a recipient, and CR LF in a subject, as they came.
 * @returns the sender, taken apart
 * @throws SendError `InvalidAddress` (recipient) or `InvalidSubject`, permanent; `InvalidSender`, which an operator
 * can mend, so the message waits
 */
export function checkEmail(email: Pick<OutgoingEmail, 'from' | 'to' | 'subject'>): Sender {
  if (!isBareAddress(email.to)) throw new SendError('InvalidAddress', true)
  if (CONTROL.test(email.subject)) throw new SendError('InvalidSubject', true)
  const sender = parseSender(email.from)
  if (!sender) throw new SendError('InvalidSender', false)
  return sender
}
