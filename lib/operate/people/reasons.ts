/** Why a line is not imported, by code. docs/PEOPLE.md shows this table. */
export const REASONS = {
  exists: 'the address has an account here; nothing was changed',
  line_too_long: 'the line has more than 16,384 bytes',
  not_utf8: 'the line is not in UTF-8',
  not_json: 'the line is not JSON, or not an object',
  unknown_field: 'the object has a field that no person has',
  email_required: 'there is no address',
  email_invalid: 'the address is none, or not a text',
  email_too_long: 'the address has more than 254 characters, or more than 64 before the @',
  email_unseen: 'the address holds a character that nobody sees',
  email_reserved: 'the address was given up here, and its former owner can still take it back',
  name_required: 'there is no name',
  name_invalid: 'the name is not a text, or has no visible character, a control character or a link',
  name_too_long: 'the name has more than 100 characters',
  hash_unknown: 'the hash is of none of the known kinds, or damaged',
  hash_too_costly: 'the hash costs more to check than its limit',
  verified_invalid: '`emailVerified` is neither `true` nor `false`',
  locale_unknown: '`locale` is neither `fr` nor `en`',
  created_at_invalid: '`createdAt` is no time with its offset (RFC 3339), before 1970, or still to come',
} as const

export type Reason = keyof typeof REASONS

/** Whether a text is one of the codes. */
export const isReason = (text: string): text is Reason => Object.hasOwn(REASONS, text)
