import type { Locale } from '../../../kernel/locale'
import { en } from './en'
import { fr, type ProviderTexts } from './fr'

export type { ProviderTexts }

const TEXTS: Record<Locale, ProviderTexts> = { fr, en }

/** The sentences about providers in one language. */
export const providerTexts = (locale: Locale): ProviderTexts => TEXTS[locale]
