import type { Locale } from '../../../kernel/locale'
import { en } from './en'
import { type AddressTexts, fr } from './fr'

export type { AddressTexts }

const TEXTS: Record<Locale, AddressTexts> = { fr, en }

/** The sentences of a changed address and of "this was not me" in one language. */
export const addressTexts = (locale: Locale): AddressTexts => TEXTS[locale]
