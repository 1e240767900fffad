import type { ErrorCode, FieldCode } from '../../kernel/errors'
import type { Locale } from '../../kernel/locale'
import { waitingTime } from '../duration'
import { frenchSpacing } from '../french-spacing'

const ERROR_SENTENCES: Record<Locale, Record<ErrorCode, string>> = {
  fr: frenchSpacing({
    invalid_input: 'Un ou plusieurs champs sont à corriger.',
    unknown_audience: 'Ce service n’est pas connu ici.',
    client_gone: 'La demande n’est pas arrivée en entier. Réessayez.',
    invalid_json: 'La demande n’a pas pu être lue. Rechargez la page, puis réessayez.',
    invalid_token: 'Ce lien n’est pas valide. Vérifiez qu’il est complet, ou demandez-en un nouveau.',
    token_used: 'Ce lien a déjà servi.',
    token_expired: 'Ce lien a expiré. Demandez-en un nouveau.',
    invalid_code: 'Ce code n’est pas le bon. Vérifiez-le dans notre email le plus récent.',
    code_dead:
      'Ce code ne peut plus servir. Demandez un nouvel email, ou ouvrez le lien de celui que vous avez.',
    wrong_code: 'Ce code n’est pas le bon.',
    step_over: 'Cette connexion a pris trop de temps ou d’essais. Recommencez avec votre mot de passe.',
    invalid_passkey: 'Cette clé d’accès n’a pas été acceptée. Réessayez, ou connectez-vous autrement.',
    invalid_credentials: 'Email ou mot de passe incorrect.',
    unauthenticated: 'Votre session est terminée. Connectez-vous pour continuer.',
    device_proof_missing:
      'Votre navigateur n’a pas prouvé que cette session est la sienne. Connectez-vous de nouveau.',
    device_proof_wrong: 'Cette preuve du navigateur n’a pas été acceptée.',
    already_bound: 'Cette session est déjà liée à un navigateur.',
    device_unchecked: 'Votre navigateur n’a pas pu être vérifié pour le moment. Réessayez dans un instant.',
    account_disabled:
      'Ce compte est désactivé : personne ne peut s’y connecter. Écrivez-nous si vous pensez que c’est une erreur.',
    provider_denied:
      'Vous n’avez pas terminé là-bas : rien n’a été fait. Recommencez, ou connectez-vous autrement.',
    provider_failed:
      'Cette connexion n’a pas abouti : elle a pris trop de temps, ou elle a commencé dans un autre navigateur. Recommencez.',
    provider_no_address:
      'Ce service ne nous a donné aucune adresse email utilisable. Inscrivez-vous avec votre adresse et un mot de passe.',
    provider_unavailable:
      'Ce service ne répond pas pour le moment. Réessayez plus tard, ou connectez-vous autrement.',
    identity_unlinked:
      'Un compte existe déjà avec cette adresse. Connectez-vous comme d’habitude : nous vous proposerons ensuite de le lier.',
    identity_unproven:
      'Ce service n’a pas vérifié cette adresse, et un compte l’utilise déjà. Connectez-vous comme d’habitude.',
    identity_taken:
      'Cette identité est déjà liée à un compte. Connectez-vous avec elle, ou choisissez-en une autre.',
    email_unverified: 'Vérifiez d’abord votre email.',
    password_needed: 'Confirmez avec votre mot de passe.',
    proof_needed: 'Confirmez d’abord que c’est bien vous.',
    second_factor_needed: 'Ajoutez d’abord un second facteur à votre compte : les opérateurs en ont besoin.',
    forbidden: 'Vous n’avez pas accès à ceci.',
    cross_site_request: 'Cette demande ne vient pas de nos pages : elle a été refusée.',
    not_found: 'Nous n’avons pas trouvé ce que vous cherchez.',
    method_not_allowed: 'Cette adresse n’accepte pas ce type de demande.',
    email_taken: 'Un compte existe déjà avec cet email.',
    address_suppressed: 'Cette adresse refuse nos emails. Corrigez-la pour recevoir un lien.',
    changed_meanwhile: 'La page n’était plus à jour : rien n’a été fait. Relisez-la avant de recommencer.',
    undo_open:
      'L’ancienne adresse peut encore être rétablie : le compte ne peut pas être supprimé avant la fin de ce délai.',
    last_way_in: 'C’est votre dernière façon d’entrer : ajoutez-en une autre avant de la retirer.',
    factor_on:
      'Une application d’authentification est déjà en place : retirez-la avant d’en ajouter une autre.',
    factor_off: 'Aucune application d’authentification n’est en place.',
    last_operator:
      'Sans votre compte, personne ne pourrait plus opérer le service : donnez d’abord ce rôle à un autre compte.',
    own_account: 'Personne ne désactive son propre compte : demandez à un autre opérateur.',
    recipient_gone: 'Le compte de ce message n’existe plus.',
    recipient_disabled: 'Ce compte est désactivé : réactivez-le d’abord.',
    recipient_moved: 'Le compte a changé d’adresse depuis : ce message ne la concerne plus.',
    recipient_suppressed:
      'Cette adresse refuse nos emails. Si elle marche à nouveau, acceptez-la d’abord sur la fiche de la personne.',
    message_superseded: 'Un message plus récent du même genre est déjà parti, ou attend d’être renvoyé.',
    message_answered: 'Ce que demandait ce message est déjà fait, ou n’est plus d’actualité.',
    content_erased:
      'Ce que disait ce message a été effacé quand il a été abandonné : il ne peut pas être récrit. Prévenez la personne autrement s’il le faut.',
    nothing_to_do: 'Il n’y a plus rien à faire : la page était dépassée. Rechargez-la.',
    already_verified: 'Votre email est déjà vérifié.',
    body_too_large: 'La demande est trop volumineuse.',
    unsupported_media_type: 'La demande doit être envoyée au format JSON.',
    rate_limited: 'Trop de tentatives. Patientez un moment, puis réessayez.',
    internal: 'Une erreur est survenue de notre côté. Réessayez dans un instant.',
    too_busy: 'Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.',
    unavailable: 'Le service est momentanément indisponible. Réessayez dans un instant.',
  }),
  en: {
    invalid_input: 'One or more fields need your attention.',
    unknown_audience: 'This service is not known here.',
    client_gone: 'The request did not arrive whole. Try again.',
    invalid_json: 'The request could not be read. Reload the page, then try again.',
    invalid_token: 'This link is not valid. Check that it is complete, or ask for a new one.',
    token_used: 'This link has already been used.',
    token_expired: 'This link has expired. Ask for a new one.',
    invalid_code: 'This is not the right code. Check it in our most recent email.',
    code_dead: 'This code can no longer be used. Ask for a new email, or open the link in the one you have.',
    wrong_code: 'This is not the right code.',
    step_over: 'This sign-in took too long or too many tries. Start again with your password.',
    invalid_passkey: 'This passkey was not accepted. Try again, or sign in another way.',
    invalid_credentials: 'Wrong email or password.',
    unauthenticated: 'Your session has ended. Sign in to continue.',
    device_proof_missing: 'Your browser did not prove that this session is its own. Sign in again.',
    device_proof_wrong: 'This proof of the browser was not accepted.',
    already_bound: 'This session is already bound to a browser.',
    device_unchecked: 'Your browser could not be checked for the moment. Try again shortly.',
    account_disabled:
      'This account is disabled: nobody can sign in to it. Write to us if you think that this is a mistake.',
    provider_denied: 'You did not finish over there: nothing was done. Start again, or sign in another way.',
    provider_failed:
      'This sign-in was not completed: it took too long, or it began in another browser. Start again.',
    provider_no_address:
      'This service gave us no email address that we can use. Sign up with your address and a password.',
    provider_unavailable:
      'This service does not answer at the moment. Try again later, or sign in another way.',
    identity_unlinked:
      'An account with this address exists already. Sign in as usual: we will then offer to link the two.',
    identity_unproven:
      'This service has not verified this address, and an account uses it already. Sign in as usual.',
    identity_taken: 'This identity is already linked to an account. Sign in with it, or choose another one.',
    email_unverified: 'Verify your email first.',
    password_needed: 'Confirm with your password.',
    proof_needed: 'First confirm that it is really you.',
    second_factor_needed: 'First add a second factor to your account: operators need one.',
    forbidden: 'You have no access to this.',
    cross_site_request: 'This request does not come from our pages, so it was refused.',
    not_found: 'We could not find what you are looking for.',
    method_not_allowed: 'This address does not accept that kind of request.',
    email_taken: 'An account with this email already exists.',
    address_suppressed: 'This address refuses our email. Correct it to receive a link.',
    changed_meanwhile: 'The page was out of date, so nothing was done. Read it again before you go on.',
    undo_open:
      'The former address can still be restored, so the account cannot be deleted before that time is over.',
    last_way_in: 'This is your last way in: add another before you remove it.',
    factor_on: 'An authenticator app is already in place: remove it before you add another.',
    factor_off: 'No authenticator app is in place.',
    last_operator:
      'Without your account nobody could operate the service: give the role to another account first.',
    own_account: 'Nobody disables their own account: ask another operator.',
    recipient_gone: 'The account of this message no longer exists.',
    recipient_disabled: 'This account is disabled: enable it first.',
    recipient_moved: 'The account has changed its address since: this message is not about the new one.',
    recipient_suppressed:
      'This address refuses our email. If it works again, accept it first on the person’s page.',
    message_superseded: 'A newer message of the same kind has left already, or waits to be sent again.',
    message_answered: 'What this message asked for is done already, or no longer wanted.',
    content_erased:
      'What this message said was erased when it was given up, so it cannot be written anew. Tell the person another way if need be.',
    nothing_to_do: 'There is nothing left to do: the page was out of date. Reload it.',
    already_verified: 'Your email is already verified.',
    body_too_large: 'The request is too large.',
    unsupported_media_type: 'The request must be sent as JSON.',
    rate_limited: 'Too many attempts. Wait a moment, then try again.',
    internal: 'Something went wrong on our side. Try again in a moment.',
    too_busy: 'Many people are signing in right now. Try again in a moment.',
    unavailable: 'The service is briefly unavailable. Try again in a moment.',
  },
}

/** The sentences that change once it is known how long to wait; `{wait}` is that time. */
const WAIT_SENTENCES: Record<Locale, Partial<Record<ErrorCode, string>>> = {
  fr: {
    rate_limited: 'Trop de tentatives. Réessayez dans {wait}.',
    too_busy: 'Beaucoup de personnes se connectent en ce moment. Réessayez dans {wait}.',
    unavailable: 'Le service est momentanément indisponible. Réessayez dans {wait}.',
  },
  en: {
    rate_limited: 'Too many attempts. Try again in {wait}.',
    too_busy: 'Many people are signing in right now. Try again in {wait}.',
    unavailable: 'The service is briefly unavailable. Try again in {wait}.',
  },
}

const FIELD_SENTENCES: Record<Locale, Record<FieldCode, string>> = {
  fr: frenchSpacing({
    unknown_field: 'Ce champ n’est pas attendu.',
    wrong_type: 'Ce champ doit être un texte.',
    unknown_value: 'Cette valeur n’est pas prévue.',
    name_required: 'Indiquez votre nom.',
    name_too_long: 'Ce nom est trop long : 100 caractères au plus.',
    name_invalid: 'Ce nom contient un lien ou des caractères qui ne peuvent pas être affichés.',
    email_required: 'Indiquez votre email.',
    email_too_long: 'Cet email est trop long : 254 caractères au plus.',
    email_invalid: 'Cet email n’est pas valide. Exemple : jean@exemple.fr',
    email_unseen:
      'Un caractère invisible s’est glissé dans cette adresse. Tapez-la à la main au lieu de la coller.',
    email_suppressed: 'Cette adresse refuse nos emails. Utilisez-en une autre.',
    email_unchanged: 'C’est déjà l’adresse de ce compte.',
    email_mismatch: 'Ce n’est pas l’adresse de ce compte.',
    email_undeliverable: 'Ce domaine ne reçoit pas d’email. Vérifiez ce qui suit le @.',
    email_taken: 'Un compte existe déjà avec cet email.',
    password_required: 'Indiquez un mot de passe.',
    password_too_short: 'Ce mot de passe est trop court : 8 caractères au moins.',
    password_too_long: 'Ce mot de passe est trop long. Choisissez une phrase plus courte.',
    password_common: 'Ce mot de passe fait partie des plus courants. Choisissez-en un autre.',
    password_weak:
      'Ce mot de passe se devine facilement. Allongez-le : une phrase de 15 caractères convient.',
    password_personal: 'Ce mot de passe ressemble trop à votre nom ou à votre email.',
    password_confirm: 'Confirmez avec votre mot de passe.',
    password_none: 'Ce compte n’a pas de mot de passe : reconnectez-vous pour confirmer.',
    password_wrong: 'Ce n’est pas votre mot de passe.',
    password_unchanged: 'C’est déjà votre mot de passe. Choisissez-en un autre.',
    token_invalid: 'Ce lien n’est pas valide.',
    code_invalid: 'Un code a huit lettres, par exemple WDJB-MJHT.',
    code_wrong: 'Ce code n’est pas le bon.',
    code_required: 'Indiquez un code.',
    factor_confirm: 'Donnez un code de votre application, ou un code de secours.',
    response_invalid: 'La clé d’accès n’a pas pu être vérifiée. Réessayez.',
    passkey_known: 'Cette clé d’accès est déjà enregistrée.',
    passkey_unknown: 'Cette clé d’accès n’ouvre plus aucun compte : elle a été retirée.',
    range_invalid: 'La fin doit suivre le début, de 366 jours au plus.',
    other_account: 'Un autre compte est maintenant connecté dans ce navigateur.',
    address_changed: 'L’adresse de ce compte vient de changer.',
  }),
  en: {
    unknown_field: 'This field is not expected.',
    wrong_type: 'This field must be text.',
    unknown_value: 'This value is not expected.',
    name_required: 'Enter your name.',
    name_too_long: 'This name is too long: 100 characters at most.',
    name_invalid: 'This name holds a link or characters that cannot be shown.',
    email_required: 'Enter your email.',
    email_too_long: 'This email is too long: 254 characters at most.',
    email_invalid: 'This email is not valid. Example: jean@example.com',
    email_unseen:
      'This email contains an invisible character. Type the address by hand instead of pasting it.',
    email_suppressed: 'This address refuses our email. Use another one.',
    email_unchanged: 'This already is the address of this account.',
    email_mismatch: 'This is not the address of this account.',
    email_undeliverable: 'This domain does not receive email. Check what follows the @.',
    email_taken: 'An account with this email already exists.',
    password_required: 'Enter a password.',
    password_too_short: 'This password is too short: at least 8 characters.',
    password_too_long: 'This password is too long. Choose a shorter phrase.',
    password_common: 'This password is among the best known. Choose another one.',
    password_weak: 'This password is easy to guess. Make it longer: any phrase of 15 characters will do.',
    password_personal: 'This password is too close to your name or your email.',
    password_confirm: 'Confirm with your password.',
    password_none: 'This account has no password: sign in again to confirm.',
    password_wrong: 'This is not your password.',
    password_unchanged: 'This already is your password. Choose another one.',
    token_invalid: 'This link is not valid.',
    code_invalid: 'A code has eight letters, for example WDJB-MJHT.',
    code_wrong: 'This is not the right code.',
    code_required: 'Give a code.',
    factor_confirm: 'Give a code of your app, or a recovery code.',
    response_invalid: 'The passkey could not be checked. Try again.',
    passkey_known: 'This passkey is already there.',
    passkey_unknown: 'This passkey opens no account any more: it was removed.',
    range_invalid: 'The end must follow the beginning, by 366 days at most.',
    other_account: 'This browser is now signed in to another account.',
    address_changed: 'The address of this account has just changed.',
  },
}

/** The sentence about an error, in the reader's language. `retryAfter` is in seconds. */
export function errorSentence(locale: Locale, code: ErrorCode, { retryAfter }: { retryAfter?: number } = {}) {
  const waiting = retryAfter ? WAIT_SENTENCES[locale][code] : undefined
  return retryAfter && waiting
    ? waiting.replace('{wait}', waitingTime(Math.ceil(retryAfter)))
    : ERROR_SENTENCES[locale][code]
}

const VALUE_SENTENCES: Record<Locale, { possible: string }> = {
  fr: frenchSpacing({ possible: 'Valeurs possibles : {values}.' }),
  en: { possible: 'Possible values: {values}.' },
}

/** The sentence beside a refused field, in the reader's language. `values`: the allowed ones. */
export function fieldSentence(locale: Locale, code: FieldCode, values: string[] = []): string {
  const sentence = FIELD_SENTENCES[locale][code]
  if (values.length === 0) return sentence
  return `${sentence} ${VALUE_SENTENCES[locale].possible.replace('{values}', values.join(', '))}`
}
