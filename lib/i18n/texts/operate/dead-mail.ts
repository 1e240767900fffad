import type { Locale } from '../../../kernel/locale'
import { frenchSpacing } from '../../french-spacing'

/** Kinds of causes as `lib/email/dead/fault.ts` names them. */
type Fault =
  | 'suppressed'
  | 'secret'
  | 'sender'
  | 'login'
  | 'paused'
  | 'connection'
  | 'relay'
  | 'policy'
  | 'content'
  | 'unexpected'
  | 'other'

/** The sentences of the operators' page about messages that died. */
export type DeadMailTexts = {
  title: string
  lead: string
  none: string
  noneMore: string
  causes: string
  open: string
  wished: string
  last: string
  faults: Record<Fault, string>
  list: string
  listOf: string
  allCauses: string
  only: string
  newestOnly: string
  noOpen: string
  person: string
  written: string
  tries: string
  byHand: string
  act: Record<'resend' | 'resend_cause', { label: string; more: string; done: string }>
}

const fr: DeadMailTexts = frenchSpacing({
  title: 'Emails perdus',
  lead: 'Les emails abandonnés : aucun essai n’a réussi, ou le fournisseur les a refusés. Réparez d’abord la cause, puis renvoyez-les.',
  none: 'Aucun email perdu',
  noneMore: 'Tout ce qui devait partir est parti, ou attend encore son tour.',
  causes: 'Causes',
  open: '{count} à décider',
  wished: '{count} en cours de renvoi',
  last: 'dernier {when}',
  faults: {
    suppressed:
      'L’adresse refuse nos emails : elle n’existe plus, ou son propriétaire s’est plaint. Acceptez-la à nouveau sur la fiche de la personne, si elle marche.',
    secret: 'Écrit sous un secret qui n’est plus dans AUTH_SECRET. Remettez-le derrière le plus récent.',
    sender: 'Le fournisseur refuse l’expéditeur : vérifiez EMAIL_FROM, et l’identité chez SES.',
    login: 'Le fournisseur refuse notre accès : vérifiez les identifiants et les droits.',
    paused: 'Le fournisseur a suspendu ou freiné nos envois : voyez le compte chez lui.',
    connection:
      'Le serveur de messagerie est injoignable ou ne parle pas TLS : vérifiez SMTP_URL et le pare-feu.',
    relay: 'Le serveur de messagerie ne relaie pas nos emails : vérifiez l’identifiant de SMTP_URL.',
    policy: 'Notre réputation est en cause (liste noire, SPF, DKIM) : lancez « npm run doctor ».',
    content: 'Le fournisseur refuse le contenu de l’email.',
    unexpected: 'Une erreur de notre côté : le journal en dit plus (email_failed).',
    other: 'Le journal en dit plus, sous ce code.',
  },
  list: 'Emails à décider',
  listOf: 'Emails à décider : {cause}',
  allCauses: 'Toutes les causes',
  only: 'Voir ces emails',
  newestOnly: 'Les {count} plus récents.',
  noOpen: 'Aucun email n’attend de décision.',
  person: 'pour {name}',
  written: 'Écrit {when}',
  tries: 'essais : {count}',
  byHand: 'Non renvoyé :',
  act: {
    resend: {
      label: 'Renvoyer',
      more: '',
      done: 'L’email est récrit, avec un lien neuf s’il en a un, et repart.',
    },
    resend_cause: {
      label: 'Tout renvoyer',
      more: '« Tout renvoyer » les récrit avec des liens neufs, du plus ancien au plus récent, cinq par seconde au plus. Ceux qui n’ont plus d’objet ne partent pas.',
      done: 'Les emails repartent l’un après l’autre.',
    },
  },
})

const en: DeadMailTexts = {
  title: 'Lost emails',
  lead: 'Emails that were given up: no try succeeded, or the provider refused them. Mend the cause first, then send them again.',
  none: 'No lost email',
  noneMore: 'All that had to leave has left, or still waits for its turn.',
  causes: 'Causes',
  open: '{count} to decide',
  wished: '{count} being sent again',
  last: 'last {when}',
  faults: {
    suppressed:
      'The address refuses our email: it no longer exists, or its owner complained. Accept it again on the person’s page, if it works.',
    secret: 'Written under a secret that is no longer in AUTH_SECRET. Put it back behind the newest.',
    sender: 'The provider refuses the sender: check EMAIL_FROM, and the identity at SES.',
    login: 'The provider refuses our access: check the credentials and the rights.',
    paused: 'The provider paused or slowed our sending: look at the account there.',
    connection: 'The mail server is out of reach or speaks no TLS: check SMTP_URL and the firewall.',
    relay: 'The mail server does not pass on our mail: check the login in SMTP_URL.',
    policy: 'Our reputation is the cause (a block list, SPF, DKIM): run “npm run doctor”.',
    content: 'The provider refuses the email’s content.',
    unexpected: 'A fault of ours: the log tells more (email_failed).',
    other: 'The log tells more, under this code.',
  },
  list: 'Emails to decide',
  listOf: 'Emails to decide: {cause}',
  allCauses: 'All causes',
  only: 'See these emails',
  newestOnly: 'The newest {count}.',
  noOpen: 'No email waits for a decision.',
  person: 'to {name}',
  written: 'Written {when}',
  tries: 'tries: {count}',
  byHand: 'Not sent again:',
  act: {
    resend: {
      label: 'Send again',
      more: '',
      done: 'The email is written anew, with a fresh link if it has one, and leaves again.',
    },
    resend_cause: {
      label: 'Send all again',
      more: '“Send all again” writes them anew with fresh links, the oldest first, five a second at most. Those that are no longer needed do not leave.',
      done: 'The emails leave again one after the other.',
    },
  },
}

const TEXTS: Record<Locale, DeadMailTexts> = { fr, en }

export const deadMailTexts = (locale: Locale): DeadMailTexts => TEXTS[locale]
