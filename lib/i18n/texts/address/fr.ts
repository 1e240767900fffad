import { frenchSpacing } from '../../french-spacing'

export const fr = frenchSpacing({
  /** States that every page of a mailed link shares. */
  link: {
    expiredHeading: 'Ce lien a expiré',
    invalidHeading: 'Lien invalide',
    invalidMore: 'Ce lien est incomplet, ou n’existe plus. Copiez-le en entier depuis votre email.',
    noneHeading: 'Ouvrez le lien de votre email',
    noneMore: 'Pour ouvrir cette page, suivez en entier le lien reçu par email.',
    usedHeading: 'Ce lien a déjà servi',
    signIn: 'Se connecter',
    account: 'Ouvrir mon compte',
    newPassword: 'Choisir un nouveau mot de passe',
  },
  confirm: {
    title: 'Nouvelle adresse',
    heading: 'Confirmez votre nouvelle adresse',
    lead: '{email} remplacera {old} dans votre compte, y compris pour vous connecter.',
    effects: 'Vos autres appareils seront déconnectés. Un email préviendra l’ancienne adresse.',
    submit: 'Confirmer cette adresse',
    pending: 'Confirmation…',
    signInHeading: 'Connectez-vous pour confirmer',
    signInMore:
      'Ce lien change l’adresse d’un compte. Il ne fonctionne que dans un navigateur connecté à ce compte : connectez-vous, nous vous ramènerons ici.',
    otherHeading: 'Ce lien est celui d’un autre compte',
    otherMore:
      'La session ouverte ici est celle de {email}. Pour confirmer, connectez-vous au compte dont l’adresse doit changer.',
    otherSignIn: 'Changer de compte',
    keepAccount: 'Rester sur ce compte',
    doneHeading: 'Adresse confirmée',
    doneMore: 'L’adresse de votre compte est maintenant {email}.',
    expiredMore:
      'Un lien de confirmation est valable 24 heures. L’adresse de votre compte n’a pas changé : demandez un nouveau lien depuis votre compte.',
    usedMore: 'Rien d’autre à faire ici. L’adresse en vigueur est affichée dans votre compte.',
    invalidMore:
      'Ce lien est incomplet, ou une demande plus récente l’a remplacé. L’adresse en vigueur est affichée dans votre compte.',
  },
  question: {
    legend: 'Était-ce vous ?',
    notMe: 'Non, ce n’était pas moi',
    me: 'Oui, c’était moi',
    meMore: 'Ne rien changer.',
    submit: 'Continuer',
    pending: 'Un instant…',
    keptHeading: 'Rien n’a changé',
    keptMore: 'Merci. Tout reste comme avant, et vous pouvez fermer cette page.',
    changeMind: 'Revenir à la question',
    nextMail:
      'Un email part maintenant, avec un lien pour choisir un nouveau mot de passe. Faites-le sans attendre : le lien est valable une heure.',
  },
  undo: {
    title: 'Rétablir une adresse',
    heading: 'L’adresse de votre compte a changé',
    lead: 'Quelqu’un a remplacé {email} par une autre adresse dans votre compte Huntaze.',
    effects:
      'Rétablir {email}, déconnecter tous les appareils et recevoir un lien pour choisir un nouveau mot de passe.',
    doneHeading: 'Adresse rétablie',
    doneMore: 'Votre compte a retrouvé son adresse, et tous les appareils sont déconnectés.',
    expiredMore: 'Une adresse peut être rétablie pendant 7 jours. Ce délai est passé.',
    usedMore:
      'L’adresse a déjà été rétablie, par ce lien ou par un autre. Il reste à choisir un nouveau mot de passe.',
  },
  notMe: {
    title: 'Ce n’était pas moi',
    headingOne: 'Nouvelle connexion à votre compte',
    headingAll: 'Un changement dans votre compte',
    leadOne: 'Quelqu’un s’est connecté au compte {email} depuis un nouvel appareil.',
    leadAll: 'Un email vous a prévenu d’un changement dans le compte {email}.',
    effectsOne: 'Mettre fin à cette connexion et recevoir un lien pour choisir un nouveau mot de passe.',
    effectsAll: 'Déconnecter tous les appareils et recevoir un lien pour choisir un nouveau mot de passe.',
    doneHeading: 'C’est fait',
    doneMore:
      'Cette personne n’est plus connectée à votre compte. Vous devrez peut-être vous reconnecter sur vos propres appareils.',
    expiredMore:
      'Ce lien était valable 7 jours. Un doute ? Choisissez un nouveau mot de passe : tous les appareils seront déconnectés.',
    usedMore:
      'Vous avez déjà répondu, ou l’adresse du compte a changé depuis. Un doute ? Choisissez un nouveau mot de passe.',
  },
})

export type AddressTexts = typeof fr
