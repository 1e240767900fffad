import type { Locale } from '../../kernel/locale'

/**
 * The error page's sentences, apart from the dictionary of `pages.ts`: they are the only ones a browser has to hold
 * in both languages, because that page is drawn when the server could not draw one.
 */
export const FAILURE_TEXTS: Record<Locale, { heading: string; lead: string; retry: string; home: string }> = {
  fr: {
    heading: 'Un souci de notre côté',
    lead: 'Cette page n’a pas pu s’afficher. Rien n’est perdu, réessayez dans un instant.',
    retry: 'Réessayer',
    home: 'Revenir à l’accueil',
  },
  en: {
    heading: 'Something went wrong on our side',
    lead: 'This page could not be shown. Nothing is lost, try again in a moment.',
    retry: 'Try again',
    home: 'Back to the home page',
  },
}
