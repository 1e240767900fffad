const TEXTS = {
  fr: {
    title: 'Studio',
    greeting: 'Bonjour {name}',
    lead: 'Notez une idée de contenu avant qu’elle ne s’envole.',
    field: 'Nouvelle idée',
    add: 'Ajouter',
    list: 'Vos idées',
    empty: 'Aucune idée pour l’instant.',
    remove: 'Supprimer',
    account: 'Mon compte',
    signOut: 'Se déconnecter',
    skip: 'Aller au contenu',
    unproven: 'Votre adresse n’est pas encore vérifiée.',
    prove: 'La vérifier',
    failed: 'Cette page ne peut pas être affichée pour le moment.',
    retry: 'Réessayer',
  },
  en: {
    title: 'Studio',
    greeting: 'Hello {name}',
    lead: 'Write an idea down before it flies away.',
    field: 'New idea',
    add: 'Add',
    list: 'Your ideas',
    empty: 'No ideas yet.',
    remove: 'Remove',
    account: 'My account',
    signOut: 'Sign out',
    skip: 'Skip to content',
    unproven: 'Your address is not verified yet.',
    prove: 'Verify it',
    failed: 'This page cannot be shown right now.',
    retry: 'Try again',
  },
}

export type Locale = keyof typeof TEXTS
export type Texts = (typeof TEXTS)[Locale]

const isLocale = (text: string | undefined): text is Locale => text === 'fr' || text === 'en'

/** The language as Huntaze Auth chooses it: the cookie `locale`, else the browser's, else French. */
export function localeOf(headers: Pick<Headers, 'get'>): Locale {
  const [, chosen] = /(?:^|;\s*)locale=(\w+)/.exec(headers.get('cookie') ?? '') ?? []
  if (isLocale(chosen)) return chosen
  const accepted = (headers.get('accept-language') ?? '').split(',').map((part) => part.trim().slice(0, 2))
  return accepted.find(isLocale) ?? 'fr'
}

export const textsOf = (locale: Locale): Texts => TEXTS[locale]
