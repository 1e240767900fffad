import { longDuration } from '../../i18n/long-duration'
import { EMAILS } from '../../i18n/texts/emails/emails'
import type { PlainSentences } from '../../i18n/texts/emails/sentences'
import type { LinkPurpose } from '../../link/purposes'
import { filledFacts } from './facts'
import { type Block, type Inline, sentence } from './layout/blocks'
import { renderLetter } from './layout/letterhead'
import type { RenderedEmail } from './layout/render'
import type { LetterContent, LinkLetter, PlainLetter } from './letter'

/** Kinds of letters whose sentences have the common shape. */
type PlainKind = {
  [Kind in keyof (typeof EMAILS)['fr']]: (typeof EMAILS)['fr'][Kind] extends PlainSentences ? Kind : never
}[keyof (typeof EMAILS)['fr']]

const RECIPIENT = { obeysSuppression: true, hashesRecipient: true } as const

function renderPlain(
  kind: PlainKind,
  content: LetterContent,
  { href, lifetime }: { href?: string; lifetime?: number },
): RenderedEmail {
  const { locale, name } = content
  const { fallback, fallbackLink, [kind]: texts } = EMAILS[locale]
  const facts = filledFacts(
    content,
    lifetime === undefined ? {} : { duration: longDuration(lifetime, locale) },
  )
  const fill = (text: string): Inline[] =>
    sentence(text, name).map((part) => (typeof part === 'string' ? facts(part) : part))
  const paragraph = (text: string): Block => ({ kind: 'paragraph', content: fill(text) })
  const more = texts.more?.map(paragraph) ?? []
  const action: Block[] =
    texts.button === undefined || href === undefined
      ? more
      : [
          { kind: 'button', label: texts.button, href },
          ...more,
          { kind: 'fallback', label: fallback, link: fallbackLink, href },
        ]
  return renderLetter(content, texts, [
    { kind: 'heading', content: [texts.heading] },
    ...texts.paragraphs.map(paragraph),
    ...action,
    { kind: 'note', content: fill(texts.reason) },
  ])
}

/** A letter of the common shape whose button is a one-time link. */
export const linkLetter = <Purpose extends LinkPurpose>(kind: PlainKind, link: Purpose) =>
  ({
    link,
    ...RECIPIENT,
    render: ({ link: href, lifetime, ...content }) => renderPlain(kind, content, { href, lifetime }),
  }) satisfies LinkLetter

/** A letter of the common shape whose button, if it has one, leads to a page of ours. */
export const pageLetter = (kind: PlainKind, path: string) =>
  ({
    link: null,
    ...RECIPIENT,
    render: ({ appUrl, ...content }) => renderPlain(kind, content, { href: new URL(path, appUrl).href }),
  }) satisfies PlainLetter
