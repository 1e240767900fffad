import { EMAILS } from '../../i18n/texts/emails'
import type { Locale } from '../../kernel/locale'
import { sentence } from './layout/blocks'
import { renderLetter } from './layout/letterhead'
import type { LinkLetter } from './letter'

const hours = (count: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'long' }).format(count)

/** Proves an address: greeting, button, the same link as text, and advice to a person who did not sign up. */
export const verification = {
  link: 'verify_email',
  obeysSuppression: true,
  hashesRecipient: true,
  render({ link, expiresInHours, ...head }) {
    const { name, locale } = head
    const { verification: texts, fallback, fallbackLink } = EMAILS[locale]
    return renderLetter(head, texts, [
      { kind: 'heading', content: sentence(texts.greeting, name) },
      { kind: 'paragraph', content: [texts.intro] },
      { kind: 'button', label: texts.button, href: link },
      { kind: 'paragraph', content: [texts.expiry.replace('{duration}', hours(expiresInHours, locale))] },
      { kind: 'fallback', label: fallback, link: fallbackLink, href: link },
      { kind: 'note', content: [texts.reason] },
      { kind: 'note', content: [texts.notMe] },
    ])
  },
} as const satisfies LinkLetter
