/** One message, ready to leave: exactly one recipient, both bodies. */
export type OutgoingEmail = {
  /** RFC 5322 `From`, for example `Huntaze <noreply@huntaze.com>`. */
  from: string
  /** The bare address of the one recipient. */
  to: string
  /** Where answers go, when not to the sender. */
  replyTo?: string
  subject: string
  html: string
  text: string
  /** The outbox's id of the message: providers carry it along and name it in their reports. */
  outboxId: number
}

/** What a provider says when it took a message. */
export type Receipt = {
  providerMessageId: string
  /** The `Message-ID` that the recipient sees (RFC 5322 3.6.4), where it is known. */
  messageId?: string
}

/** What a provider lets one account send. -1: not limited. */
export type SendQuota = { ratePerSecond: number; remainingToday: number }

/** A way out for mail. `send` resolves once the provider took the message, and throws `SendError` otherwise. */
export type MailTransport = {
  readonly name: 'mailbox' | 'ses' | 'smtp'
  send(email: OutgoingEmail): Promise<Receipt>
  /** What may still be sent, where the provider tells. Throws an error with a `code`. */
  quota?(): Promise<SendQuota>
}

/**
 * A message that did not leave. `code` is a provider's error name (safe to store and to log: it holds no address);
 * `permanent` says that trying again cannot help.
 */
export class SendError extends Error {
  override readonly name = 'SendError'

  constructor(
    readonly code: string,
    readonly permanent: boolean,
    options?: { cause?: unknown },
  ) {
    super(`mail not sent: ${code}`, options)
  }
}

/**
 * By name, not by class: one server process holds several copies of this module, and a transport made by one copy is
 * used by another.
 */
export const isSendError = (error: unknown): error is SendError =>
  error instanceof Error && error.name === 'SendError'
