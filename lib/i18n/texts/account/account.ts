import type { Locale } from '../../../kernel/locale'
import { en } from './en'
import { type AccountTexts, fr } from './fr'

export type { AccountTexts }

const TEXTS: Record<Locale, AccountTexts> = { fr, en }

/** The account pages' sentences in one language. `{name}` marks what the page fills in. */
export const accountTexts = (locale: Locale): AccountTexts => TEXTS[locale]
