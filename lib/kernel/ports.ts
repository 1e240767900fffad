/** Ports of the core: a process or a test plugs its own parts in. */

/** Makes and checks password hashes. `hash` and `verify` throw `TooBusyError` when too many are under way. */
export type PasswordHasher = {
  /** A bcrypt string of the configured cost. */
  hash(password: string): Promise<string>
  /**
   * Whether `password` is the one behind `storedHash`. `null` says that there is no such account: always false, after
   * exactly one bcrypt of the configured cost, like a wrong password. A stored hash of another cost or, imported, of another kind takes
   * its own time, so timing tells it from "no account" until its owner signs in and `needsRehash` renews it.
   */
  verify(password: string, storedHash: string | null): Promise<boolean>
  /** Whether a hash that was just verified should be made anew, because it was imported, or its cost is not the configured one. Null: no. */
  needsRehash(storedHash: string | null): boolean
}

/** One message, ready to leave: exactly one recipient, both bodies. */
export type OutgoingEmail = {
  /** RFC 5322 `From`, for example `Jean <jean@example.com>`. */
  from: string
  /** The bare address of the one recipient. */
  to: string
  /** Where answers go, when not to the sender. */
  replyTo?: string
  subject: string
  html: string
  text: string
  /** The outbox's number of the message; 0 if the message was not in the outbox. Another database has the same numbers. */
  outboxId: number
  /** Our name for the message, a random UUID: providers carry it along and repeat it in their reports. */
  reference?: string
}

/** A provider's confirmation that it accepted a message. */
export type Receipt = {
  providerMessageId: string
  /** The `Message-ID` that the recipient sees (RFC 5322 3.6.4), where it is known. */
  messageId?: string
}

/** The provider's limits on our account. -1: not limited. */
export type SendQuota = { ratePerSecond: number; remainingToday: number }

/** A mail provider. `send` resolves once the provider accepted the message, and throws `SendError` otherwise. */
export type MailTransport = {
  readonly name: 'mailbox' | 'ses' | 'smtp'
  send(email: OutgoingEmail): Promise<Receipt>
  /** The sending limits, for a provider that reports them. Throws an error with a `code`. */
  quota?(): Promise<SendQuota>
}

/** Whether a domain takes mail. `unknown`: the DNS did not answer in time. */
export type MailDomainAnswer = 'yes' | 'no' | 'unknown'

/** Work that no answer waits for. */
export type Background = {
  /** Begins `work` within a second. `kind` names it in the log, should it fail; it may be lost with the process. */
  run(kind: string, work: () => Promise<void>): void
  /** Lets waiting work begin at once, and waits until none is left: before the database is closed. */
  settled(): Promise<void>
}

/**
 * The country that a network is announced in: an ISO 3166-1 alpha-2 code, or null where it is private, unknown or
 * malformed. Never throws. `network`: as `Visitor` has it.
 */
export type CountryOf = (network: string) => Promise<string | null>

/** A public key as an issuer publishes it (RFC 7517). */
export type PublicJwk = { kty: string; kid?: string; [part: string]: unknown }

/** Public keys of the host that vouches for addresses of a mail domain, or why there are none. */
export type IssuerKeysAnswer = { keys: readonly PublicJwk[] } | { refusal: 'dns' | 'unreachable' | 'slow' }

/**
 * Finds the keys of an issuer that is allowed for a mail domain, where the domain itself names it. `kid`: the key that a token names.
 * Answers before `deadline` is over. Never throws.
 */
export type IssuerKeys = (
  question: { domain: string; issuer: string; kid: string | undefined },
  deadline: AbortSignal,
) => Promise<IssuerKeysAnswer>
