export const LOCALES = ['fr', 'en'] as const

/** Languages of pages and letters. French comes first: it is the default. */
export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = 'fr'

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale)
