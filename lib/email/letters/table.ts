import { canary } from './canary'
import { MESSAGE_KINDS, type MessageKind } from './kinds'
import type { Letter, LinkLetter } from './letter'
import { linkLetter, pageLetter } from './plain-letter'
import { verification } from './verification'
import { welcome } from './welcome'

/** Every kind of mail that leaves. A new one is a line here and in `kinds.ts`, and its sentences. */
export const LETTERS = {
  verification,
  welcome,
  address_in_use: pageLetter('address_in_use', '/login'),
  password_reset: linkLetter('password_reset', 'reset_password'),
  password_changed: linkLetter('password_changed', 'not_me'),
  email_change: linkLetter('email_change', 'change_email'),
  email_changed: linkLetter('email_changed', 'undo_email_change'),
  new_device: linkLetter('new_device', 'not_me'),
  factor_added: linkLetter('factor_added', 'not_me'),
  factor_removed: linkLetter('factor_removed', 'not_me'),
  recovery_code_used: linkLetter('recovery_code_used', 'not_me'),
  second_step_failed: linkLetter('second_step_failed', 'not_me'),
  factor_removal_asked: linkLetter('factor_removal_asked', 'not_me'),
  // No account has the address any more, so that a bounce suppresses nobody, and no trace of it stays.
  account_deleted: { ...pageLetter('account_deleted', '/'), hashesRecipient: false },
  canary,
} as const satisfies Record<MessageKind, Letter>

type Letters = typeof LETTERS

/** Kinds that go to an account: all but machines' mail and the farewell. */
export type AccountKind = {
  [Kind in MessageKind]: Letters[Kind] extends { hashesRecipient: true } ? Kind : never
}[MessageKind]

/** Kinds that carry a one-time link. */
export type LinkKind = {
  [Kind in MessageKind]: Letters[Kind] extends LinkLetter ? Kind : never
}[MessageKind]

export const ACCOUNT_KINDS = MESSAGE_KINDS.filter(
  (kind): kind is AccountKind => LETTERS[kind].hashesRecipient,
)

/** Kinds that a person can receive. */
export const PERSON_KINDS = [...ACCOUNT_KINDS, 'account_deleted'] as const

export type PersonKind = (typeof PERSON_KINDS)[number]
