/** Reasons for which a dead message is not sent again. Each is an error of the API too (`lib/kernel/errors.ts`). */
export const RESEND_REFUSALS = [
  /** It belongs to no account, or to one that is gone. */
  'recipient_gone',
  'recipient_disabled',
  /** The account has another address by now. */
  'recipient_moved',
  /** The address bounced for good, or its owner called our mail spam. */
  'recipient_suppressed',
  /** A newer message of its kind was written. */
  'message_superseded',
  /** Its wish is done, or no longer wanted. */
  'message_answered',
  /** Its facts were erased when it died, and cannot be found out again. */
  'content_erased',
] as const

export type ResendRefusal = (typeof RESEND_REFUSALS)[number]

/** How a wish to send a dead message again ended. */
export type ResendResult = 'sent' | ResendRefusal

/** Reasons that somebody can remove: such a message stays on the list. */
export const REMOVABLE = ['recipient_disabled', 'recipient_suppressed'] as const satisfies ResendRefusal[]
