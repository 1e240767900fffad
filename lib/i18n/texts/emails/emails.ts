import type { Locale } from '../../../kernel/locale'
import { en } from './en'
import { fr } from './fr'
import type { EmailSentences } from './sentences'

/**
 * Everything an e-mail says, in every language. Subjects, greetings, headings and buttons are fixed to the letter,
 * ordinary spaces included; elsewhere French punctuation is preceded by U+00A0.
 */
export const EMAILS: Record<Locale, EmailSentences> = { fr, en }
