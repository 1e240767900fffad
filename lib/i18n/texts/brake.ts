import type { Locale } from '../../kernel/locale'
import { frenchSpacing } from '../french-spacing'

/** The sentences of the brake: a network is over a limit, and its people go on by work (docs/decisions/0044-brake.md). */
export type BrakeTexts = { working: string; progress: string; cancel: string }

const TEXTS: Record<Locale, BrakeTexts> = {
  fr: frenchSpacing({
    working:
      'Beaucoup de personnes passent par votre réseau : un instant, votre appareil fait une vérification.',
    progress: 'Vérification en cours',
    cancel: 'Annuler',
  }),
  en: {
    working: 'Many people share your network: one moment, your device is doing a check.',
    progress: 'Check in progress',
    cancel: 'Cancel',
  },
}

/** The same in one language. */
export const brakeTexts = (locale: Locale): BrakeTexts => TEXTS[locale]
