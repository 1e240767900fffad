import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { CeremonyTexts } from './ceremony'

/** The sentences of a ceremony in a page's language. */
export const ceremonyTexts = (
  { unreachable }: PageTexts['form'],
  { cancelled, known }: FactorTexts['passkeys'],
): CeremonyTexts => ({ unreachable, cancelled, known })
