import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'

/** Sentences of the card of the second step. */
export type CardTexts = Pick<FactorTexts, 'card' | 'codes'> & Pick<PageTexts, 'form' | 'proof'>

export type CardFormProps = { isProofFresh: boolean; texts: CardTexts }
