import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import type { PageTexts } from '@/lib/i18n/texts/pages'

/** Sentences around the address. */
export type AddressTexts = {
  address: AccountTexts['address']
  mail: AccountTexts['mail']
  next: AccountTexts['pendingNext']
} & Pick<PageTexts, 'form' | 'proof'>
