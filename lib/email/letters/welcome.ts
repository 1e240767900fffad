import { EMAILS } from '../../i18n/texts/emails'
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
    const { welcome: say, fallback } = EMAILS[locale]
    const { href } = new URL('/dashboard', appUrl)
    return renderLetter(head, say, [
      { kind: 'heading', content: [say.heading] },
      { kind: 'paragraph', content: sentence(say.intro, name) },
      { kind: 'paragraph', content: [say.next] },
      { kind: 'button', label: say.button, href },
      { kind: 'fallback', label: fallback, href },
      { kind: 'note', content: [say.reason] },
    ])
  },
} as const satisfies PlainLetter
