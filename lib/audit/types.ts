/** Types of an account's events. `lib/i18n/texts/people.ts` names each in every language. */
const EVENT_TYPES = [
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

/** Sign-ins, sign-outs and looks: shown apart, because they are frequent and would bury the rest. */
export const VISITS = [
  'signed_in',
  'signed_out',
  'password_confirmed',
  'person_viewed',
  'people_listed',
] as const satisfies EventType[]

export type EventType = (typeof EVENT_TYPES)[number]
