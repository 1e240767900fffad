import type { Locale } from '../../../kernel/locale'
import { en } from './en'
import { type FactorTexts, fr } from './fr'

export type { FactorTexts }

const TEXTS: Record<Locale, FactorTexts> = { fr, en }

/** The sentences of second factors in one language. `{name}` marks what the page fills in. */
export const factorTexts = (locale: Locale): FactorTexts => TEXTS[locale]
