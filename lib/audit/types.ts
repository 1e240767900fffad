/** What can happen to an account. Each has words in every language of `lib/i18n/texts/people.ts`. */
export const EVENT_TYPES = [
  'registered',
  'email_verified',
  'verification_resent',
  'email_changed',
  'account_disowned',
  'signed_in',
  'signed_out',
  'password_confirmed',
  // Acts of operators.
  'operator_granted',
  'operator_revoked',
  'person_viewed',
  'people_listed',
  'verified_by_hand',
  'suppression_lifted',
  'session_ended',
  'sessions_ended',
  'account_disabled',
  'account_enabled',
] as const

/** Comings, goings and looks: so frequent that they are kept apart from what they would bury. */
export const VISITS = [
  'signed_in',
  'signed_out',
  'password_confirmed',
  'person_viewed',
  'people_listed',
] as const satisfies EventType[]

export type EventType = (typeof EVENT_TYPES)[number]
