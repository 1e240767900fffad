import { pageTexts } from '@/lib/i18n/texts/pages'
import { peopleTexts } from '@/lib/i18n/texts/people'
import type { Locale } from '@/lib/kernel/locale'
import type { ActTexts } from './room-act'

/** Texts of the forms of operators' acts. */
export function actTextsIn(locale: Locale): ActTexts {
  const { form, login, proof } = pageTexts(locale)
  const { password, busy } = peopleTexts(locale)
  return { password, busy, signIn: login.submit, form, proof }
}
