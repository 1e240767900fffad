import type { Locale } from '../../kernel/locale'
import { en } from './pages.en'
import { fr, type PageTexts } from './pages.fr'

export type { PageTexts }

const TEXTS: Record<Locale, PageTexts> = { fr, en }

/** The pages' sentences in one language. `{name}` marks what the page fills in. */
export const pageTexts = (locale: Locale): PageTexts => TEXTS[locale]
