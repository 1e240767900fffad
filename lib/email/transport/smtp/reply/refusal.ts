import { POLICY_ATTEMPTS } from '../../../send/backoff'
import { type Bounce, RECIPIENT_IN_DOUBT, SendError } from '../../send-error'
import { classify, parseReply } from './reply'
import type { Phase, ReplyClass } from './table'

/** Properties that nodemailer adds to an error: its own code, the server's reply, and the command it answered. */
type SmtpError = { code?: string; responseCode?: number; response?: string; command?: string }

/** Reasons, named as SES names them where it has a name. */
const BOUNCES: Partial<Record<ReplyClass, Bounce>> = {
  gone: { type: 'hard', suppresses: true, reason: 'NoEmail' },
  refused: RECIPIENT_IN_DOUBT,
  full: { type: 'soft', suppresses: false, reason: 'MailboxFull' },
  busy: { type: 'soft', suppresses: false, reason: 'General' },
}

function phaseOf({ command = '', code }: SmtpError): Phase {
  if (command === 'RCPT TO') return 'recipient'
  if (command === 'DATA') return code === 'EMESSAGE' ? 'message' : 'data'
  if (command === 'MAIL FROM') return 'sender'
  return command.startsWith('AUTH') ? 'login' : 'connection'
}

/** The code of a refusal without a row of its own holds the server's number, which is all there is to look up. */
export function sendErrorOfReply(phase: Phase, response: string): SendError {
  const reply = parseReply(phase, response)
  const kind = classify(reply)
  const code = `SMTP_${reply.code}`
  const isFinal = reply.code >= 500
  const bounce = BOUNCES[kind]
  // A 4xx about the recipient is too uncertain to suppress the address.
  if (bounce)
    return new SendError(code, isFinal, { bounce: { ...bounce, suppresses: bounce.suppresses && isFinal } })
  if (kind === 'content') return new SendError(code, isFinal)
  if (kind === 'unknown')
    return new SendError(code, false, { patience: isFinal ? POLICY_ATTEMPTS : undefined })
  return new SendError(kind, false, { patience: kind === 'PolicyRefused' ? POLICY_ATTEMPTS : undefined })
}

/** The error itself stays behind: the server's reply quotes addresses. */
export function sendErrorOf(error: unknown): SendError {
  const cause = (error ?? {}) as SmtpError
  const { code = 'UNKNOWN', responseCode, response } = cause
  // A refused STARTTLS has a name of its own: its reply alone would read like a refused message.
  return response !== undefined && responseCode && code !== 'ETLS'
    ? sendErrorOfReply(phaseOf(cause), response)
    : new SendError(`SMTP_${code}`, false)
}
