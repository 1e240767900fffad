import type { EmailSentences } from './sentences'

/** Written with its no-break spaces, as subjects and headings are fixed to the letter. */
export const fr: EmailSentences = {
  verification: {
    subject: 'Vérifiez votre email',
    preheader: 'Plus qu’un clic pour terminer votre inscription.',
    greeting: 'Bienvenue {name} ! 👋',
    intro:
      'Merci d’avoir choisi Huntaze. Pour terminer votre inscription, confirmez que cette adresse email est bien la vôtre.',
    button: 'Vérifier mon email',
    expiry: 'Ce lien est valable {duration}. Passé ce délai, vous pourrez en demander un nouveau.',
    code: 'Ou tapez ce code dans la page où vous attendez cet email\u00a0:',
    reason: 'Vous recevez cet email parce que quelqu’un a créé un compte Huntaze avec cette adresse.',
    notMe:
      'Ce n’était pas vous\u00a0? Ouvrez le lien et choisissez «\u00a0Ce n’était pas moi\u00a0»\u00a0: ce compte sera supprimé.',
  },
  welcome: {
    subject: 'Bienvenue sur Huntaze ! 🎉',
    preheader: 'Votre compte est prêt.',
    heading: 'Votre email est vérifié ! 🎉',
    intro: 'Merci {name}. Votre adresse est confirmée et votre compte Huntaze est prêt.',
    next: 'Tout commence sur votre dashboard.',
    button: 'Accéder au dashboard',
    reason: 'Vous recevez cet email parce que cette adresse vient d’être vérifiée sur Huntaze.',
  },
  address_in_use: {
    subject: 'Vous avez déjà un compte Huntaze',
    preheader: 'Quelqu’un a voulu s’inscrire avec votre adresse.',
    heading: 'Vous avez déjà un compte',
    paragraphs: [
      'Bonjour {name}. Quelqu’un vient d’essayer de créer un compte avec votre adresse. Rien n’a changé dans le vôtre.',
      'C’était vous\u00a0? Connectez-vous. Mot de passe oublié\u00a0? La page de connexion vous aide à en choisir un autre.',
    ],
    button: 'Se connecter',
    more: ['Ce n’était pas vous\u00a0? Il n’y a rien à faire\u00a0: personne n’est entré dans votre compte.'],
    reason:
      'Vous recevez cet email, une fois par jour au plus, parce que cette adresse est celle d’un compte Huntaze.',
  },
  password_reset: {
    subject: 'Réinitialisez votre mot de passe',
    preheader: 'Un lien pour choisir un nouveau mot de passe.',
    heading: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      'Bonjour {name}. Voici le lien demandé pour choisir un nouveau mot de passe. Tous vos appareils seront alors déconnectés.',
    ],
    button: 'Choisir un mot de passe',
    more: ['Ce lien est valable {duration} et ne sert qu’une fois.'],
    reason:
      'Vous n’avez rien demandé\u00a0? Ignorez cet email\u00a0: sans ce lien, personne ne peut changer votre mot de passe.',
  },
  password_changed: {
    subject: 'Votre mot de passe a changé',
    preheader: 'Si ce n’était pas vous, agissez tout de suite.',
    heading: 'Votre mot de passe a changé',
    paragraphs: [
      'Bonjour {name}. Le mot de passe de votre compte a été changé le {when}. Les autres appareils ont été déconnectés.',
      'C’était vous\u00a0? Il n’y a rien à faire.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cette adresse est celle d’un compte Huntaze.',
  },
  email_change: {
    subject: 'Confirmez votre nouvelle adresse',
    preheader: 'Plus qu’un clic pour changer l’adresse de votre compte.',
    heading: 'Confirmez votre nouvelle adresse',
    paragraphs: [
      'Bonjour {name}. Vous avez demandé que {email} devienne l’adresse de votre compte Huntaze. L’ancienne reste en vigueur tant que celle-ci n’est pas confirmée.',
    ],
    button: 'Confirmer cette adresse',
    more: ['Ce lien est valable {duration}. Ouvrez-le dans le navigateur où votre session est ouverte.'],
    reason:
      'Vous n’avez rien demandé\u00a0? Ignorez cet email\u00a0: rien ne changera, et cette adresse ne recevra rien d’autre.',
  },
  email_changed: {
    subject: 'L’adresse de votre compte a changé',
    preheader: 'Si ce n’était pas vous, rétablissez-la.',
    heading: 'L’adresse de votre compte a changé',
    paragraphs: [
      'Bonjour {name}. Depuis le {when}, votre compte Huntaze a une autre adresse\u00a0: {email}. Celle-ci ne sert plus à se connecter.',
      'C’était vous\u00a0? Il n’y a rien à faire.',
    ],
    button: 'Rétablir cette adresse',
    more: [
      'Ce bouton est valable {duration}. Il rétablit cette adresse, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cette adresse était celle d’un compte Huntaze.',
  },
  new_device: {
    subject: 'Nouvelle connexion à votre compte',
    preheader: 'Depuis un appareil que nous ne connaissons pas.',
    heading: 'Nouvelle connexion à votre compte',
    paragraphs: [
      'Bonjour {name}. Quelqu’un s’est connecté à votre compte avec votre mot de passe le {when}, depuis {device}.',
      'C’était vous\u00a0? Il n’y a rien à faire.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, met fin à cette connexion et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cet appareil se connecte à votre compte pour la première fois.',
  },
  factor_added: {
    subject: 'Une façon de vous connecter a été ajoutée',
    preheader: 'Si ce n’était pas vous, agissez tout de suite.',
    heading: 'Une façon de vous connecter a été ajoutée',
    paragraphs: [
      'Bonjour {name}. Le {when}, votre compte a reçu une nouvelle façon de se connecter : {wayIn}.',
      'C’était vous ? Il n’y a rien à faire.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, retire ce qui a été ajouté depuis, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cette adresse est celle d’un compte Huntaze.',
  },
  factor_removed: {
    subject: 'Une façon de vous connecter a été retirée',
    preheader: 'Si ce n’était pas vous, agissez tout de suite.',
    heading: 'Une façon de vous connecter a été retirée',
    paragraphs: [
      'Bonjour {name}. Le {when}, une façon de se connecter a été retirée de votre compte : {wayIn}.',
      'C’était vous ? Il n’y a rien à faire.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cette adresse est celle d’un compte Huntaze.',
  },
  recovery_code_used: {
    subject: 'Un code de secours a servi',
    preheader: 'Si ce n’était pas vous, agissez tout de suite.',
    heading: 'Un code de secours a servi',
    paragraphs: [
      'Bonjour {name}. Un de vos codes de secours a servi le {when}, à la place de votre seconde étape. Il ne fonctionne plus.',
      'C’était vous ? Créez de nouveaux codes avant d’en manquer.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cette adresse est celle d’un compte Huntaze.',
  },
  second_step_failed: {
    subject: 'Quelqu’un a échoué à votre seconde étape',
    preheader: 'Quelqu’un d’autre connaît peut-être votre mot de passe.',
    heading: 'Quelqu’un a échoué à votre seconde étape',
    paragraphs: [
      'Bonjour {name}. Le {when}, quelqu’un a donné le bon mot de passe, puis cinq mauvais codes, depuis {device}. Cette personne n’est pas entrée.',
      'C’était vous ? Vérifiez que votre téléphone est à l’heure, ou utilisez un code de secours.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason:
      'Vous recevez cet email, une fois par jour au plus, parce que cette adresse est celle d’un compte Huntaze.',
  },
  factor_removal_asked: {
    subject: 'Quelqu’un dit avoir perdu votre seconde étape',
    preheader: 'Si ce n’était pas vous, arrêtez cela maintenant.',
    heading: 'Quelqu’un dit avoir perdu votre seconde étape',
    paragraphs: [
      'Bonjour {name}. Le {when}, quelqu’un qui connaît votre mot de passe a demandé à se connecter sans votre seconde étape, qu’il dit perdue.',
      'C’était vous ? À partir du {due}, votre mot de passe suffira, pendant une semaine. Si vous retrouvez votre seconde étape, connectez-vous avec elle : la demande prend fin.',
    ],
    button: 'Ce n’était pas moi',
    more: [
      'Ce bouton, valable {duration}, met fin à la demande, déconnecte tous les appareils et vous envoie un lien pour choisir un autre mot de passe.',
    ],
    reason: 'Vous recevez cet email parce que cette adresse est celle d’un compte Huntaze.',
  },
  account_deleted: {
    subject: 'Votre compte a été supprimé',
    preheader: 'Vos données sont effacées.',
    heading: 'Votre compte a été supprimé',
    paragraphs: [
      'Au revoir {name}. Votre compte et vos données ont été effacés le {when}, et cette adresse est de nouveau libre.',
      'Merci d’avoir fait un bout de chemin avec nous. Vous aurez toujours votre place ici.',
    ],
    more: ['Ce n’était pas vous\u00a0? Écrivez-nous tout de suite\u00a0: {contact}.'],
    reason: 'C’est le dernier email que vous recevez de nous.',
  },
  fallback: 'Le bouton ne fonctionne pas\u00a0? {link}, ou copiez cette adresse dans votre navigateur\u00a0:',
  fallbackLink: 'Ouvrez ce lien',
  answers: 'Une question\u00a0? Répondez simplement à cet email.',
  noAnswers: 'Cet email est automatique\u00a0: personne ne lit les réponses.',
  signature: 'Huntaze, la plateforme des créateurs de contenu',
  wayIn: {
    totp: 'une application d’authentification',
    passkey: 'une clé d’accès',
    provider: 'un compte chez un autre service',
  },
  device: { known: '{browser} sur {system}', unknown: 'un appareil inconnu', place: '{device} ({country})' },
}
