import type { Locale } from '../../../kernel/locale'
import { en } from './en'
import { fr, type RecoveryTexts } from './fr'

export type { RecoveryTexts }

const TEXTS: Record<Locale, RecoveryTexts> = { fr, en }

/** The sentences of a forgotten password in one language. */
export const recoveryTexts = (locale: Locale): RecoveryTexts => TEXTS[locale]
