export const LOCALES = ['fr', 'en'] as const

/** A language people can read Huntaze in. French comes first: it is the default. */
export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = 'fr'

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale)
