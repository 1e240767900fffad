import type { Locale } from '../../kernel/locale'
import { en } from './monitoring.en'
import { fr, type MonitoringTexts } from './monitoring.fr'

export type { MonitoringTexts }

const TEXTS: Record<Locale, MonitoringTexts> = { fr, en }

/** The dashboard's sentences in one language. `{name}` marks what the page fills in. */
export const monitoringTexts = (locale: Locale): MonitoringTexts => TEXTS[locale]
