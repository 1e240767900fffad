import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { RecoveryTexts } from '@/lib/i18n/texts/recovery/recovery'

/** The account whose password is chosen. `owner`: its sealed name. */
export type ResetAccount = { email: string; maskedEmail: string; owner?: string }

export type ResetTexts = Pick<PageTexts, 'form'> & Pick<RecoveryTexts, 'reset'> & { hint: string }
