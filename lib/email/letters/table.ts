import { canary } from './canary'
import type { Letter, LinkLetter } from './letter'
import { verification } from './verification'
import { welcome } from './welcome'

/** Every kind of mail that leaves. A new one is a line here, a file beside this one, and its sentences. */
export const LETTERS = { verification, welcome, canary } satisfies Record<string, Letter>

type Letters = typeof LETTERS

/** Kind of a message, as the outbox stores it. */
export type MessageKind = keyof Letters

/** Kinds that go to an account: all but machines' mail. */
export type AccountKind = {
  [Kind in MessageKind]: Letters[Kind] extends { hashesRecipient: true } ? Kind : never
}[MessageKind]

/** Kinds that carry a one-time link. */
export type LinkKind = {
  [Kind in MessageKind]: Letters[Kind] extends LinkLetter ? Kind : never
}[MessageKind]

export const MESSAGE_KINDS = Object.keys(LETTERS) as MessageKind[]

export const ACCOUNT_KINDS = MESSAGE_KINDS.filter(
  (kind): kind is AccountKind => LETTERS[kind].hashesRecipient,
)
