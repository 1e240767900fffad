/** By where the verification e-mail is, the sentence that says what to do next. */
export const NEXT = {
  queued: 'nextSending',
  sending: 'nextSending',
  sent: 'nextSent',
  delayed: 'nextDelayed',
  delivered: 'nextSent',
  softBounced: 'nextSoftBounced',
  hardBounced: 'nextHardBounced',
  complained: 'nextComplained',
  suppressed: 'nextSuppressed',
  failed: 'nextFailed',
  none: 'nextNone',
} as const
