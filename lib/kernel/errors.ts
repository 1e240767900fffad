/**
 * Every error a client can meet: its stable machine code, HTTP status and title. A title is API text and stays
 * English, in the contract's words where it has some; the sentences for people are in `lib/i18n`.
 */
export const ERRORS = {
  invalid_input: { status: 400, title: 'Invalid input' },
  client_gone: { status: 400, title: 'Request not received' },
  invalid_json: { status: 400, title: 'Invalid JSON' },
  invalid_token: { status: 400, title: 'Invalid token' },
  token_used: { status: 400, title: 'Invalid token' },
  token_expired: { status: 400, title: 'Token expired' },
  invalid_code: { status: 400, title: 'Invalid code' },
  code_dead: { status: 400, title: 'Code no longer valid' },
  invalid_credentials: { status: 401, title: 'Invalid credentials' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  wrong_code: { status: 401, title: 'Invalid code', code: 'invalid_code' },
  step_over: { status: 401, title: 'Second step over' },
  invalid_passkey: { status: 401, title: 'Invalid passkey' },
  provider_denied: { status: 400, title: 'Declined at the provider' },
  provider_failed: { status: 400, title: 'Sign-in at the provider not completed' },
  provider_no_address: { status: 400, title: 'No usable address from the provider' },
  account_disabled: { status: 403, title: 'Account disabled' },
  email_unverified: { status: 403, title: 'Email not verified' },
  password_needed: { status: 403, title: 'Password needed' },
  proof_needed: { status: 403, title: 'Fresh proof needed' },
  second_factor_needed: { status: 403, title: 'Second factor needed' },
  forbidden: { status: 403, title: 'Forbidden' },
  cross_site_request: { status: 403, title: 'Cross-site request refused' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  email_taken: { status: 409, title: 'Email already used' },
  address_suppressed: { status: 409, title: 'Address refuses mail' },
  changed_meanwhile: { status: 409, title: 'Changed meanwhile' },
  undo_open: { status: 409, title: 'Address change can still be undone' },
  identity_unlinked: { status: 409, title: 'Account not linked' },
  identity_unproven: { status: 409, title: 'Address not verified by the provider' },
  identity_taken: { status: 409, title: 'Identity already linked' },
  last_way_in: { status: 409, title: 'Last way in' },
  factor_on: { status: 409, title: 'Second factor already on' },
  factor_off: { status: 409, title: 'No second factor' },
  last_operator: { status: 409, title: 'Last operator' },
  own_account: { status: 409, title: 'Own account' },
  nothing_to_do: { status: 409, title: 'Nothing to do' },
  already_verified: { status: 409, title: 'Email already verified' },
  body_too_large: { status: 413, title: 'Body too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  too_busy: { status: 503, title: 'Too busy' },
  provider_unavailable: { status: 503, title: 'Provider unavailable' },
  unavailable: { status: 503, title: 'Service unavailable' },
} as const satisfies Record<string, { status: number; title: string; code?: string }>

export type ErrorCode = keyof typeof ERRORS

/** The code as clients read it: where two statuses share one code, `code` in the table says so. */
export const publicCode = (code: ErrorCode): ErrorCode => {
  const entry: { status: number; code?: ErrorCode } = ERRORS[code]
  return entry.code ?? code
}

/** Reasons to refuse one field. Each has a sentence in every language (`lib/i18n/texts/errors.ts`). */
export const FIELD_CODES = [
  'unknown_field',
  'wrong_type',
  'unknown_value',
  'name_required',
  'name_too_long',
  'name_invalid',
  'email_required',
  'email_too_long',
  'email_invalid',
  'email_unseen',
  'email_taken',
  'email_suppressed',
  'email_unchanged',
  'email_mismatch',
  'email_undeliverable',
  'password_required',
  'password_too_short',
  'password_too_long',
  'password_common',
  'password_weak',
  'password_personal',
  'password_confirm',
  'password_none',
  'factor_confirm',
  'code_required',
  'password_wrong',
  'password_unchanged',
  'token_invalid',
  'code_invalid',
  'code_wrong',
  'response_invalid',
  'passkey_known',
  'passkey_unknown',
  'range_invalid',
  'other_account',
  'address_changed',
] as const

export type FieldCode = (typeof FIELD_CODES)[number]
