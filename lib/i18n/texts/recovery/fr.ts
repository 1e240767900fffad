import { frenchSpacing } from '../../french-spacing'

export const fr = frenchSpacing({
  strength: {
    strong: 'Ce mot de passe convient.',
  },
  login: {
    forgot: 'Mot de passe oublié ?',
    changed: 'Votre mot de passe est changé. Connectez-vous avec le nouveau.',
  },
  forgot: {
    title: 'Mot de passe oublié',
    heading: 'Mot de passe oublié ?',
    lead: 'Indiquez votre email : vous recevrez un lien pour choisir un nouveau mot de passe.',
    submit: 'Recevoir un lien',
    pending: 'Envoi…',
    back: 'Revenir à la connexion',
    sentHeading: 'Regardez votre boîte mail',
    sentLead: 'Si cette adresse a un compte, un lien valable une heure y arrive : {email}',
    sentMore: 'Rien reçu ? Regardez dans les indésirables, et vérifiez que l’adresse est la bonne.',
    again: 'Renvoyer le lien',
    againWaiting: 'Nouvel envoi possible dans {wait}',
    otherAddress: 'Essayer une autre adresse',
  },
  reset: {
    title: 'Nouveau mot de passe',
    heading: 'Choisissez un nouveau mot de passe',
    lead: 'Pour le compte {email}. Tous vos appareils seront déconnectés.',
    password: 'Nouveau mot de passe',
    submit: 'Changer mon mot de passe',
    pending: 'Changement…',
    expiredHeading: 'Ce lien a expiré',
    expiredMore: 'Un lien pour changer de mot de passe est valable une heure. Demandez-en un nouveau.',
    usedHeading: 'Ce lien a déjà servi',
    usedMore:
      'Il ne sert qu’une fois. Connectez-vous avec votre nouveau mot de passe, ou demandez un autre lien.',
    invalidHeading: 'Lien invalide',
    invalidMore:
      'Ce lien est incomplet, ou n’existe plus. Copiez-le en entier depuis votre email, ou demandez-en un nouveau.',
    noneHeading: 'Ouvrez le lien de votre email',
    noneMore: 'Pour choisir un nouveau mot de passe, suivez en entier le lien reçu par email.',
    newLink: 'Recevoir un nouveau lien',
    signIn: 'Se connecter',
  },
})

/** Every sentence of the pages of a forgotten password, and of choosing a new one. */
export type RecoveryTexts = typeof fr
