import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'

/** Sentences of the card of passkeys. */
export type PasskeyTexts = Pick<FactorTexts, 'passkeys'> & Pick<PageTexts, 'form' | 'proof'>
