import { EMAILS } from '../../i18n/texts/emails/emails'
import { sentence } from './layout/blocks'
import { renderLetter } from './layout/letterhead'
import type { PlainLetter } from './letter'

/** Follows a verification, and leads to the dashboard. */
export const welcome = {
  link: null,
  obeysSuppression: true,
  hashesRecipient: true,
  render({ appUrl, ...head }) {
    const { name, locale } = head
    const { welcome: texts, fallback, fallbackLink } = EMAILS[locale]
    const { href } = new URL('/dashboard', appUrl)
    return renderLetter(head, texts, [
      { kind: 'heading', content: [texts.heading] },
      { kind: 'paragraph', content: sentence(texts.intro, name) },
      { kind: 'paragraph', content: [texts.next] },
      { kind: 'button', label: texts.button, href },
      { kind: 'fallback', label: fallback, link: fallbackLink, href },
      { kind: 'note', content: [texts.reason] },
    ])
  },
} as const satisfies PlainLetter
