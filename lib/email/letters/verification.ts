import { EMAILS } from '../../i18n/texts/emails'
import type { Locale } from '../../kernel/locale'
import { sentence } from './layout/blocks'
import { type Letterhead, renderLetter } from './layout/letter'
import type { RenderedEmail } from './layout/render'

export type VerificationEmail = Letterhead & {
  /** The one-time link, absolute. */
  link: string
  expiresInHours: number
}

const hours = (count: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'long' }).format(count)

/** The e-mail that proves an address: greeting, button, the same link as text, and what to do if it was not you. */
export function renderVerificationEmail(email: VerificationEmail): RenderedEmail {
  const { name, locale, link, expiresInHours } = email
  const { verification: say, fallback } = EMAILS[locale]
  return renderLetter(email, say, [
    { kind: 'heading', content: sentence(say.greeting, name) },
    { kind: 'paragraph', content: [say.intro] },
    { kind: 'button', label: say.button, href: link },
    { kind: 'paragraph', content: [say.expiry.replace('{duration}', hours(expiresInHours, locale))] },
    { kind: 'fallback', label: fallback, href: link },
    { kind: 'note', content: [say.reason] },
    { kind: 'note', content: [say.notMe] },
  ])
}
