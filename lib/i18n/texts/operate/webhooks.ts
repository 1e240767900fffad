import type { Locale } from '../../../kernel/locale'

/** Acts as `lib/operate/webhook/acts.ts` names them. */
type Act = 'replay' | 'replay_dead' | 'switch_on' | 'switch_off'

/** The sentences of the operators' page about services that are told of events. */
export type WebhookTexts = {
  title: string
  lead: string
  none: string
  noneMore: string
  on: string
  off: Record<'gone' | 'operator', string>
  told: string
  added: string
  waiting: string
  dead: string
  deadMore: string
  noDead: string
  recent: string
  noRecent: string
  states: Record<'queued' | 'sending' | 'sent' | 'dead', string>
  happened: string
  tries: string
  next: string
  to: string
  act: Record<Act, { label: string; more: string; done: string }>
}

const fr: WebhookTexts = {
  title: 'Services',
  lead: 'Les services à qui nous signalons ce qui arrive aux comptes et aux sessions.',
  none: 'Aucun service',
  noneMore: 'Une commande sur le serveur en ajoute : npm run webhook:add.',
  on: 'En marche',
  off: { gone: 'Arrêté : il a répondu 410', operator: 'Arrêté par l’équipe' },
  told: 'Reçoit : {events}',
  added: 'ajouté {when}',
  waiting: '{count} en attente',
  dead: 'Abandonnés',
  deadMore: 'Essayés pendant trois jours, ou perdus quand leur service a été arrêté.',
  noDead: 'Aucun événement abandonné.',
  recent: 'Derniers envois',
  noRecent: 'Rien n’a encore été envoyé.',
  states: { queued: 'En attente', sending: 'En cours', sent: 'Reçu', dead: 'Abandonné' },
  happened: 'Arrivé {when}',
  tries: 'essais : {count}',
  next: 'prochain {when}',
  to: 'pour {service}',
  act: {
    replay: { label: 'Renvoyer', more: '', done: 'L’événement repart.' },
    replay_dead: {
      label: 'Renvoyer tout',
      more: 'Tous les événements abandonnés de ce service repartent, dans leur ordre.',
      done: 'Les événements repartent.',
    },
    switch_on: {
      label: 'Remettre en marche',
      more: 'Il reçoit ce qui arrive à partir de maintenant.',
      done: 'Le service est en marche.',
    },
    switch_off: {
      label: 'Arrêter',
      more: 'Il ne reçoit plus rien, et ce qui attend est abandonné.',
      done: 'Le service est arrêté.',
    },
  },
}

const en: WebhookTexts = {
  title: 'Services',
  lead: 'The services that we tell what happens to accounts and sessions.',
  none: 'No service',
  noneMore: 'A command on the server adds one: npm run webhook:add.',
  on: 'On',
  off: { gone: 'Off: it answered 410', operator: 'Off, by the team' },
  told: 'Told: {events}',
  added: 'added {when}',
  waiting: '{count} waiting',
  dead: 'Given up',
  deadMore: 'Tried for three days, or lost when their service was switched off.',
  noDead: 'No event was given up.',
  recent: 'Latest deliveries',
  noRecent: 'Nothing was sent yet.',
  states: { queued: 'Waiting', sending: 'On its way', sent: 'Received', dead: 'Given up' },
  happened: 'Happened {when}',
  tries: 'tries: {count}',
  next: 'next {when}',
  to: 'to {service}',
  act: {
    replay: { label: 'Send again', more: '', done: 'The event is on its way again.' },
    replay_dead: {
      label: 'Send all again',
      more: 'All events of this service that were given up leave again, in their order.',
      done: 'The events are on their way again.',
    },
    switch_on: {
      label: 'Switch on',
      more: 'It is told what happens from now on.',
      done: 'The service is on.',
    },
    switch_off: {
      label: 'Switch off',
      more: 'It is told nothing more, and what waits is given up.',
      done: 'The service is off.',
    },
  },
}

const TEXTS: Record<Locale, WebhookTexts> = { fr, en }

export const webhookTexts = (locale: Locale): WebhookTexts => TEXTS[locale]
