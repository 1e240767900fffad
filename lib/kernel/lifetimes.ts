import { DAY, HOUR, MINUTE } from './clock'

/** Every duration of a token, a session and what is left of them, in milliseconds. */
export const LIFETIMES = {
  /** A verification link works this long (specification 1.1). */
  verificationToken: DAY,
  /** An expired link is kept this much longer, so that the person reads "expired" and not "invalid". */
  expiredVerificationToken: 30 * DAY,
  /** The hash of a used link is kept this long, so that a second visit reads "already verified". */
  usedVerificationToken: 30 * DAY,
  /** A session ends this long after sign-in, whatever happens in between (NIST SP 800-63B 2.1.3: at most 30 days). */
  session: 7 * DAY,
  /** An operator's session ends this long after sign-in (NIST SP 800-63B 2.2.3: at AAL2, 24 hours). */
  operatorSession: DAY,
  /** An operator's session ends this long after its last request that a person made (NIST: at AAL2, one hour). */
  operatorIdle: HOUR,
  /** An act on somebody's account asks for the operator's password when it was last given longer ago than this. */
  confirmedPassword: 10 * MINUTE,
  /** A page shows how its plain form ended this long after it was posted. */
  formOutcome: 5 * MINUTE,
  /** The mark in a plain form, where the browser says nothing about where it posts from. */
  formMark: DAY,
  /** How coarse "last seen" is: it is written at most this often for a session and its user. */
  lastSeen: 5 * MINUTE,
  /** The same for an operator's session, whose end depends on it. */
  operatorLastSeen: MINUTE,
  /** A settled message stays this long for whoever asks what became of it. Its secrets went when it settled. */
  settledMessage: 90 * DAY,
  /** What happened to an account stays this long: who looks into a misuse comes late (OWASP ASVS 16.1.1). */
  event: 365 * DAY,
  /** Counts and readings of the dashboard: thirty days, and one for the point that is cut by their beginning. */
  monitoring: 31 * DAY,
  /** A message in the local mailbox. */
  mailboxMessage: 7 * DAY,
  /** The clean-up runs this often in every process that has a worker. */
  cleanUpInterval: 15 * MINUTE,
} as const

/** Hours a verification link works, for the sentence in the e-mail. */
export const VERIFICATION_HOURS = LIFETIMES.verificationToken / HOUR
