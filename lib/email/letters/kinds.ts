/** Kinds of messages, as the outbox stores them. Apart from their letters, so that a reader of rows loads no rendering. */
export const MESSAGE_KINDS = [
  'verification',
  'welcome',
  'address_in_use',
  'password_reset',
  'password_changed',
  'email_change',
  'email_changed',
  'new_device',
  'factor_added',
  'factor_removed',
  'recovery_code_used',
  'second_step_failed',
  'factor_removal_asked',
  'account_deleted',
  'canary',
] as const

export type MessageKind = (typeof MESSAGE_KINDS)[number]
