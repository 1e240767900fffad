import type { Locale } from './locale'
import { en } from './monitoring.en'
import { fr } from './monitoring.fr'

/** Every sentence of the operators' dashboard. English has to have each key that French has, or compilation fails. */
export type MonitoringTexts = typeof fr

const TEXTS: Record<Locale, MonitoringTexts> = { fr, en }

/** The dashboard's sentences in one language. `{name}` marks what the page fills in. */
export const monitoringTexts = (locale: Locale): MonitoringTexts => TEXTS[locale]
