import { longDuration } from '../../i18n/long-duration'
import { EMAILS } from '../../i18n/texts/emails/emails'
import { type Block, sentence } from './layout/blocks'
import { renderLetter } from './layout/letterhead'
import type { LinkLetter } from './letter'

/** Proves an address: greeting, button, the same link as text, a code to type, and advice to a person who did not sign up. */
export const verification = {
  link: 'verify_email',
  obeysSuppression: true,
  hashesRecipient: true,
  render({ link, lifetime, code, ...head }) {
    const { name, locale } = head
    const { verification: texts, fallback, fallbackLink } = EMAILS[locale]
    return renderLetter(head, texts, [
      { kind: 'heading', content: sentence(texts.greeting, name) },
      { kind: 'paragraph', content: [texts.intro] },
      { kind: 'button', label: texts.button, href: link },
      { kind: 'paragraph', content: [texts.expiry.replace('{duration}', longDuration(lifetime, locale))] },
      { kind: 'fallback', label: fallback, link: fallbackLink, href: link },
      ...(code === undefined ? [] : [{ kind: 'code', label: texts.code, code } satisfies Block]),
      { kind: 'note', content: [texts.reason] },
      { kind: 'note', content: [texts.notMe] },
    ])
  },
} as const satisfies LinkLetter
