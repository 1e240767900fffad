import { EMAILS } from '../../../i18n/texts/emails'
import type { Locale } from '../../../kernel/locale'
import type { Block } from './blocks'
import { type RenderedEmail, renderEmail } from './render'

/** What every e-mail of ours is told. */
export type Letterhead = {
  name: string
  locale: Locale
  /** Whether somebody reads what people answer; the last line says so. */
  answersAreRead: boolean
}

/** The e-mail around its own sentences: what a list of mails shows above, who writes below. */
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
