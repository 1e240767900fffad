import { DAY, HOUR, MINUTE, SECOND } from './clock'

/** How long tokens, sessions and their traces last, in milliseconds. */
export const LIFETIMES = {
  /** A verification link works this long after it is sent (specification 1.1). */
  verificationToken: DAY,
  /** An expired link is kept this much longer, so that the person reads "expired" and not "invalid". */
  expiredVerificationToken: 30 * DAY,
  /** The hash of a used link is kept this long, so that a second visit reads "already verified". */
  usedVerificationToken: 30 * DAY,
  /** A link to choose a new password works this long (specification 4.2; OWASP Forgot Password Cheat Sheet). */
  resetToken: HOUR,
  /** A link that proves a new address works this long (specification 4.3). */
  emailChangeToken: DAY,
  /** An address can be taken back this long after it was changed (specification 4.3). */
  undoToken: 7 * DAY,
  /** "This was not me" in a notice works this long. */
  notMeToken: 7 * DAY,
  /** A session ends this long after sign-in, used or not (NIST SP 800-63B 2.1.3: at most 30 days). */
  session: 7 * DAY,
  /** An operator's session ends this long after sign-in (NIST SP 800-63B 2.2.3: at AAL2, 24 hours). */
  operatorSession: DAY,
  /** An operator's session ends after this long without a request that a person made (NIST: at AAL2, one hour). */
  operatorIdle: HOUR,
  /** The short cookie of a bound session, in the browser. */
  boundCookie: 10 * MINUTE,
  /** The server takes that cookie for this much longer: the browser counts from the moment that it arrived. */
  boundCookieGrace: MINUTE,
  /** A challenge for the key of a bound session: longer than the short cookie, so that a refresh needs no second trip. */
  keyChallenge: 15 * MINUTE,
  /** A session is let in without its short cookie for this long after its key was registered: answers are on their way. */
  newKey: 10 * SECOND,
  /** Counts of bindings and of refused proofs, by day. */
  bindingCount: 365 * DAY,
  /** A proof given in a session is fresh for this long: sensitive acts ask for a new one then (specification 4). */
  freshProof: 10 * MINUTE,
  /** A sign-in waits for its second step this long (specification 4.5). */
  signInStep: 5 * MINUTE,
  /** A service token is good for this long (specification 5.2). */
  serviceToken: 5 * MINUTE,
  /** The next key of service tokens is published this long before it signs. */
  serviceKeyNotice: DAY,
  /** A key of service tokens is published this long after the next one began to sign. */
  serviceKeyOverlap: HOUR,
  /** A passkey's challenge is good for this long (specification 4.6). */
  passkeyChallenge: 5 * MINUTE,
  /** A challenge of the brake is good for this long. */
  work: 5 * MINUTE,
  /** A sign-up form's nonce for the browser's proof of the address is good for this long. */
  proofNonce: 15 * MINUTE,
  /** A browser's proof of an address, and the issuer's word inside of it, is good for this long. */
  browserProof: 5 * MINUTE,
  /** "Later" keeps the offer of a passkey away for this long. */
  passkeyOffer: 30 * DAY,
  /** Somebody who signs in at a provider has this long until they come back. */
  providerFlow: 10 * MINUTE,
  /** An identity is offered for linking this long after its person came from the provider. */
  identityOffer: 15 * MINUTE,
  /** The wait of a person who lost the second factor and its recovery codes (docs/decisions/0041-ways-back.md). */
  factorRemoval: 7 * DAY,
  /** After the wait, the next sign-in goes without the factor if it comes within this time. */
  factorRemovalOpen: 7 * DAY,
  /** A page shows the outcome of its plain form for this long after it was posted. */
  formOutcome: 5 * MINUTE,
  /** The mark in a plain form is accepted for this long, from a browser without `Sec-Fetch-Site` and `Origin`. */
  formMark: DAY,
  /** A network is familiar to an account for this long after a sign-in from it. */
  familiarNetwork: 30 * DAY,
  /** Interval between two writes of "last seen" for a session and its account. */
  lastSeen: 5 * MINUTE,
  /** The same for an operator's session, whose idle time is counted by it. */
  operatorLastSeen: MINUTE,
  /**
   * The row of a settled message is kept this long, so that operators can look its fate up. Its secrets are erased at
   * once.
   */
  settledMessage: 90 * DAY,
  /** An event is delivered to a receiver for this long before it is given up (specification 5.3). */
  webhookPatience: 3 * DAY,
  /** After a rotation the previous secret of a webhook signs for this long, too (specification 5.3). */
  webhookRotation: DAY,
  /** A webhook's event, and a delivery that arrived, are kept this long: a replay reaches back so far. */
  webhookEvent: 30 * DAY,
  /** A delivery that was given up is kept this long, so that an operator can look it up and send it again. */
  webhookDead: 90 * DAY,
  /** An account's event is kept this long: misuse is often investigated months later (OWASP ASVS 16.1.1). */
  event: 365 * DAY,
  /** Counts and readings of the dashboard: its thirty days, and one more for the first point, which starts earlier. */
  monitoring: 31 * DAY,
  /** A message in the local mailbox is kept this long. */
  mailboxMessage: 7 * DAY,
  /** Interval between two clean-ups in every process that has a worker. */
  cleanUpInterval: 15 * MINUTE,
} as const
