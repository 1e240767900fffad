import { frenchSpacing } from '../../french-spacing'

export const fr = frenchSpacing({
  buttons: {
    or: 'ou',
    continueWith: 'Continuer avec {provider}',
  },
  card: {
    heading: 'Comptes liés',
    lead: 'Un compte que vous avez ailleurs peut aussi ouvrir celui-ci.',
    linkedAt: 'Lié le {date}',
    usedAt: 'dernière connexion {when}',
    link: 'Lier {provider}',
    unlink: 'Retirer',
    unlinkNamed: 'Retirer {provider}, lié le {date}',
    unlinked: 'Ce compte lié est retiré : il n’ouvre plus celui-ci.',
    linked: '{provider} est lié : il ouvre aussi ce compte.',
  },
  offer: {
    title: 'Lier un compte',
    heading: 'Lier {provider} ?',
    lead: 'Vous veniez de {provider}. Une fois lié, il ouvrira aussi ce compte ({email}) ; tout le reste continue de fonctionner.',
    submit: 'Lier {provider}',
    pending: 'Liaison…',
    later: 'Pas maintenant',
  },
  password: {
    none: 'Ce compte n’a pas de mot de passe.',
    choose: 'Choisir un mot de passe',
    how: 'Nous vous envoyons un lien pour en choisir un.',
  },
  proof: {
    lead: 'Ce compte n’a pas de mot de passe. Avant d’aller plus loin, reconnectez-vous avec un compte lié, ou choisissez un mot de passe.',
  },
})

export type ProviderTexts = typeof fr
