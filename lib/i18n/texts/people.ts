import type { Locale } from '../../kernel/locale'
import { en } from './people.en'
import { fr, type PeopleTexts } from './people.fr'

export type { PeopleTexts }

const TEXTS: Record<Locale, PeopleTexts> = { fr, en }

/** The sentences of the operators' pages about accounts, in one language. */
export const peopleTexts = (locale: Locale): PeopleTexts => TEXTS[locale]
