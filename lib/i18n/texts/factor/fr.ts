import { frenchSpacing } from '../../french-spacing'

export const fr = frenchSpacing({
  step: {
    title: 'Seconde étape',
    heading: 'Encore une étape',
    lead: 'Pour ouvrir le compte {email}, donnez le code que votre application affiche.',
    leadPasskey: 'Pour ouvrir le compte {email}, utilisez votre clé d’accès.',
    code: 'Code à six chiffres',
    hint: 'Sans votre téléphone ? Tapez ici un code de secours.',
    submit: 'Se connecter',
    pending: 'Vérification…',
    restart: 'Recommencer la connexion',
    overHeading: 'Cette connexion est finie',
    overLead:
      'Elle a duré trop longtemps, ou trop de codes étaient faux. Recommencez avec votre mot de passe.',
    lost: 'J’ai perdu mon téléphone et mes codes de secours',
    lostMore:
      'Attendez sept jours : ensuite, votre mot de passe suffira. Nous vous l’écrivons tout de suite, pour que personne ne le demande à votre place. Se connecter avec un code arrête l’attente.',
    lostSubmit: 'Commencer l’attente',
    waiting: 'À partir du {due}, votre mot de passe suffira. Revenez vous connecter avant le {until}.',
    operator:
      'Les opérateurs n’ont pas cette attente : demandez à un collègue qui a accès au serveur de réinitialiser votre second facteur.',
  },
  card: {
    heading: 'Seconde étape',
    off: 'Désactivée. Avec elle, votre mot de passe seul n’ouvre plus le compte : il faut aussi un code de votre téléphone.',
    on: 'Activée {when}. À chaque connexion, un code de votre application est demandé.',
    start: 'Ajouter une application…',
    startMore:
      'Il vous faut une application d’authentification, comme celle de votre gestionnaire de mots de passe, Google Authenticator ou Aegis.',
    startSubmit: 'Continuer',
    starting: 'Préparation…',
    codesLeft: '{count} codes de secours restent à utiliser.',
    codesLeftOne: 'Un seul code de secours reste à utiliser.',
    codesLeftNone: 'Aucun code de secours ne reste : créez-en de nouveaux.',
    renew: 'Créer de nouveaux codes de secours…',
    renewMore: 'Les anciens codes ne fonctionneront plus.',
    renewSubmit: 'Créer dix codes',
    renewing: 'Création…',
    remove: 'Désactiver la seconde étape…',
    removeMore: 'Votre mot de passe suffira de nouveau, et vos codes de secours ne vaudront plus rien.',
    removeSubmit: 'Désactiver',
    removing: 'Désactivation…',
    removed: 'La seconde étape est désactivée.',
    needed: 'Les pages des opérateurs demandent un second facteur. Ajoutez-en un ici, puis revenez.',
    lost: 'Quelqu’un qui connaît votre mot de passe a demandé, {when}, à se connecter sans cette seconde étape à partir du {due}.',
    keep: 'Garder ma seconde étape',
    keeping: 'Un instant…',
    kept: 'La demande est arrêtée. Si elle ne venait pas de vous, changez votre mot de passe.',
  },
  setup: {
    title: 'Application d’authentification',
    lead: 'Trois gestes, une minute.',
    scan: 'Scannez ce code avec votre application',
    qr: 'Code QR à scanner',
    typed: 'Pas d’appareil photo ? Tapez cette clé :',
    open: 'L’application est sur cet appareil ? Ouvrez-la',
    code: 'Tapez le code à six chiffres qu’elle affiche',
    codeLabel: 'Code à six chiffres',
    submit: 'Activer',
    pending: 'Vérification…',
    cancel: 'Revenir à la sécurité',
    none: 'Aucune préparation n’est en cours.',
  },
  codes: {
    heading: 'Gardez vos codes de secours',
    lead: 'Chacun ouvre le compte une fois, si votre téléphone n’est pas là. Nous ne pourrons plus vous les montrer : imprimez-les, ou rangez-les dans votre gestionnaire de mots de passe.',
    on: 'La seconde étape est activée.',
    done: 'Je les ai gardés',
  },
})

export type FactorTexts = typeof fr
