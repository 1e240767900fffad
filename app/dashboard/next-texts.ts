/** The next step's text by the state of the verification e-mail. */
export const NEXT = {
  queued: 'nextSending',
  sending: 'nextSending',
  sent: 'nextSent',
  delayed: 'nextDelayed',
  delivered: 'nextSent',
  handedOn: 'nextSent',
  softBounced: 'nextSoftBounced',
  hardBounced: 'nextHardBounced',
  refused: 'nextRefused',
  complained: 'nextComplained',
  suppressed: 'nextSuppressed',
  failed: 'nextFailed',
  none: 'nextNone',
} as const
