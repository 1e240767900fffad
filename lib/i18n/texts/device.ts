import type { Locale } from '../../kernel/locale'
import { frenchSpacing } from '../french-spacing'

type DeviceTexts = {
  /** The page between another site's link and ours. */
  arriving: { heading: string; lead: string; onward: string }
  /** The browser could not renew its proof. */
  unchecked: { heading: string; lead: string; retry: string; signIn: string }
  /** Above the sign-in form of a person whose session was not proven. */
  signInAgain: string
}

const TEXTS: Record<Locale, DeviceTexts> = {
  fr: frenchSpacing({
    arriving: {
      heading: 'Un instant…',
      lead: 'Nous vérifions votre navigateur.',
      onward: 'Continuer',
    },
    unchecked: {
      heading: 'Votre navigateur n’a pas pu être vérifié',
      lead: 'Votre session est ouverte, et la preuve de votre navigateur n’est pas arrivée. Réessayez dans un instant.',
      retry: 'Réessayer',
      signIn: 'Se connecter de nouveau',
    },
    signInAgain:
      'Confirmez que c’est bien vous : votre navigateur n’a pas prouvé que la session ouverte ici est la sienne.',
  }),
  en: {
    arriving: {
      heading: 'One moment…',
      lead: 'We are checking your browser.',
      onward: 'Continue',
    },
    unchecked: {
      heading: 'Your browser could not be checked',
      lead: 'Your session is open, and the proof of your browser did not arrive. Try again shortly.',
      retry: 'Try again',
      signIn: 'Sign in again',
    },
    signInAgain:
      'Confirm that it is you: your browser did not prove that the session that is open here is its own.',
  },
}

export const deviceTexts = (locale: Locale): DeviceTexts => TEXTS[locale]
