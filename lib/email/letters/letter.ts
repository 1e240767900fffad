import type { EmailAddress } from '../../kernel/email-address'
import type { Locale } from '../../kernel/locale'
import type { LinkPurpose } from '../../link/purposes'
import type { Letterhead } from './layout/letterhead'
import type { RenderedEmail } from './layout/render'

/** A way in to an account that can be added and removed. */
export type WayIn = 'totp' | 'passkey' | 'provider'

/** Facts that a letter tells besides its link. */
export type LetterFacts = {
  /** An address, masked where it is not the recipient's own. */
  email?: string
  /** The moment it tells of, in ISO 8601. */
  at?: string
  /** The moment from which something holds, likewise. */
  due?: string
  /** The way in that it tells of. */
  wayIn?: WayIn
  /** The client, by the names in `lib/session/client.ts`; `country` is ISO 3166-1 alpha-2. */
  client?: { browser: string | null; system: string | null; country: string | null }
}

/**
 * Data of one message. Sealed while it waits, erased when it is settled. `token` and `code`: of the link, where there is one.
 */
export type LetterData = {
  to: EmailAddress
  name: string
  locale: Locale
  token?: string
  code?: string
  facts?: LetterFacts
}

/** Data of a letter without those that only its transport needs. */
export type LetterContent = Letterhead & { facts: LetterFacts; contact: string }

type Recipient = {
  /** True: not sent to an address that bounced for good or complained. */
  obeysSuppression: boolean
  /** True for mail to an account: the hash of the address is stored, so that a bounce or complaint suppresses it. */
  hashesRecipient: boolean
}

/** A letter that carries a one-time link of the account, and needs the link's token. */
export type LinkLetter = Recipient & {
  link: LinkPurpose
  /** @param content `link` is absolute, and works for `lifetime` ms from its token's making; so does `code` */
  render(content: LetterContent & { link: string; lifetime: number; code?: string }): RenderedEmail
}

/** A letter without a one-time link. */
export type PlainLetter = Recipient & {
  link: null
  /** @param content `appUrl` is the configured origin */
  render(content: LetterContent & { appUrl: string }): RenderedEmail
}

/** A kind of mail: everything that differs from one to the next, but for its sentences. */
export type Letter = LinkLetter | PlainLetter
