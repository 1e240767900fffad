import type { EmailAddress } from '../../kernel/email-address'
import type { Locale } from '../../kernel/locale'
import type { LinkPurpose } from '../../link/purposes'
import type { Letterhead } from './layout/letterhead'
import type { RenderedEmail } from './layout/render'

/** Data of one message. Sealed while it waits, erased when it is settled. `token`: of the link, where there is one. */
export type LetterData = { to: EmailAddress; name: string; locale: Locale; token?: string }

type Recipient = {
  /** True: not sent to an address that bounced for good or complained. */
  obeysSuppression: boolean
  /** True for mail to an account: the hash of the address is stored, so that a bounce or complaint suppresses it. */
  hashesRecipient: boolean
}

/** A letter that carries a one-time link of the account, and needs the link's token. */
export type LinkLetter = Recipient & {
  link: LinkPurpose
  /** @param content `link` is absolute, and works for `expiresInHours` from its token's making */
  render(content: Letterhead & { link: string; expiresInHours: number }): RenderedEmail
}

/** A letter without a one-time link. */
export type PlainLetter = Recipient & {
  link: null
  /** @param content `appUrl` is the configured origin */
  render(content: Letterhead & { appUrl: string }): RenderedEmail
}

/** A kind of mail: everything that differs from one to the next, but for its sentences. */
export type Letter = LinkLetter | PlainLetter
