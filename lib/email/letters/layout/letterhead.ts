import { EMAILS } from '../../../i18n/texts/emails/emails'
import type { Locale } from '../../../kernel/locale'
import type { Block } from './blocks'
import { type RenderedEmail, renderEmail } from './render'

/** Data of every letter to a person. */
export type Letterhead = {
  name: string
  locale: Locale
  /** True: somebody reads the answers, and the last line says so. */
  answersAreRead: boolean
}

/** Renders a letter's own blocks between its preheader, for lists of mails, and the signature. */
export function renderLetter(
  { locale, answersAreRead }: Letterhead,
  { subject, preheader }: { subject: string; preheader: string },
  blocks: Block[],
): RenderedEmail {
  const { signature, answers, noAnswers } = EMAILS[locale]
  return renderEmail({
    locale,
    subject,
    preheader,
    blocks,
    footer: [signature, answersAreRead ? answers : noAnswers],
  })
}
