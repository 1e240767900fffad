/** Types of an account's events. `lib/i18n/texts/people.ts` names each in every language. */
export const EVENT_TYPES = [
  'registered',
  'email_verified',
  'verification_resent',
  'email_changed',
  'account_disowned',
  'signed_in',
  'signed_out',
  'password_confirmed',
  'sign_in_refused',
  'password_refused',
  'code_refused',
  'reset_requested',
  'password_reset',
  'password_changed',
  'email_change_requested',
  'email_change_cancelled',
  'email_change_undone',
  'profile_changed',
  'others_ended',
  'disowned_by_link',
  'data_exported',
  'account_deleted',
  'account_expired',
  'second_step_refused',
  'device_refused',
  'totp_added',
  'totp_removed',
  'recovery_codes_made',
  'recovery_code_used',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'identity_linked',
  'identity_unlinked',
  'factor_removal_asked',
  'factor_removal_stopped',
  'factor_removed',
  // Acts of operators.
  'operator_granted',
  'operator_revoked',
  'person_viewed',
  'people_listed',
  'events_exported',
  'webhook_replayed',
  'webhook_on',
  'webhook_off',
  'verified_by_hand',
  'suppression_lifted',
  'reset_started',
  'session_ended',
  'sessions_ended',
  'account_disabled',
  'account_enabled',
  'factors_reset',
] as const

/** Comings, goings and refusals: shown apart, because they are frequent and would bury the rest. */
export const VISITS = [
  'signed_in',
  'signed_out',
  'password_confirmed',
  'sign_in_refused',
  'password_refused',
  'code_refused',
  'second_step_refused',
  'device_refused',
] as const satisfies EventType[]

/** Looks of operators, and acts on receivers of events: work of theirs, and nothing that happened to the account. */
export const LOOKS = [
  'person_viewed',
  'people_listed',
  'events_exported',
  'webhook_replayed',
  'webhook_on',
  'webhook_off',
] as const satisfies EventType[]

export type EventType = (typeof EVENT_TYPES)[number]

/** Detail of `signed_in` from a browser without a mark of the account. */
export const NEW_DEVICE = 'new_device'
