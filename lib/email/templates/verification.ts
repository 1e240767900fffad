import { EMAILS } from '../../i18n/emails'
import type { Locale } from '../../i18n/locale'
import { sentence } from './blocks'
import { type RenderedEmail, renderEmail } from './render'

export type VerificationEmail = {
  name: string
  /** The one-time link, absolute. */
  link: string
  locale: Locale
  expiresInHours: number
}

const hours = (count: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'long' }).format(count)

/** The e-mail that proves an address: greeting, button, the same link as text, and what to do if it was not you. */
export function renderVerificationEmail({
  name,
  link,
  locale,
  expiresInHours,
}: VerificationEmail): RenderedEmail {
  const { verification: say, fallback, noReply, signature } = EMAILS[locale]
  return renderEmail({
    locale,
    subject: say.subject,
    preheader: say.preheader,
    blocks: [
      { kind: 'heading', content: sentence(say.greeting, name) },
      { kind: 'paragraph', content: [say.intro] },
      { kind: 'button', label: say.button, href: link },
      { kind: 'paragraph', content: [say.expiry.replace('{duration}', hours(expiresInHours, locale))] },
      { kind: 'fallback', label: fallback, href: link },
      { kind: 'note', content: [say.reason] },
      { kind: 'note', content: [say.notMe] },
    ],
    footer: [signature, noReply],
  })
}
