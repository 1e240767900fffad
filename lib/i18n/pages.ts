import type { Locale } from './locale'
import { en } from './pages.en'
import { fr } from './pages.fr'

/** Every sentence of the pages. English has to have each key that French has, or compilation fails. */
export type PageTexts = typeof fr

const TEXTS: Record<Locale, PageTexts> = { fr, en }

/** The pages' sentences in one language. `{name}` marks what the page fills in. */
export const pageTexts = (locale: Locale): PageTexts => TEXTS[locale]
