import type { Locale } from '../../kernel/locale'
import { frenchSpacing } from '../french-spacing'

type AlarmSentences = {
  /** The alarm's title. */
  names: Record<
    | 'bounce_rate'
    | 'complaint_rate'
    | 'connections'
    | 'error_rate'
    | 'oldest_queued'
    | 'dead_rate'
    | 'recipients_refused'
    | 'webhook_waiting'
    | 'webhook_dead'
    | 'clean_up'
    | 'instance_lost'
    | 'canary_silent'
    | 'database_away',
    string
  >
  /** The event: `{name}` is the title. */
  raised: string
  still: string
  ended: string
  /** `{value}` now, `{threshold}` at which it alarms, `{since}` a time in UTC. */
  detail: string
  endedDetail: string
  button: string
}

/** Everything an alarm's mail says. One mail says it in both languages, French first: operators share an inbox. */
export const ALARM_TEXTS: Record<Locale, AlarmSentences> = {
  fr: frenchSpacing({
    names: {
      bounce_rate: 'taux de rebond',
      complaint_rate: 'taux de plaintes',
      connections: 'connexions à la base de données',
      error_rate: 'taux d’erreurs',
      oldest_queued: 'email le plus ancien en attente',
      dead_rate: 'emails abandonnés',
      recipients_refused: 'destinataires refusés l’un après l’autre',
      webhook_waiting: 'événement le plus ancien en attente d’un service',
      webhook_dead: 'événements abandonnés',
      clean_up: 'dernier nettoyage',
      instance_lost: 'serveur perdu',
      canary_silent: 'silence des canaris',
      database_away: 'base de données injoignable',
    },
    raised: 'Alarme : {name}',
    still: 'Alarme toujours en cours : {name}',
    ended: 'Fin de l’alarme : {name}',
    detail: 'Valeur : {value} (seuil : {threshold}), depuis le {since}.',
    endedDetail: 'Valeur : {value} (seuil : {threshold}). Retour à la normale le {since}.',
    button: 'Ouvrir le tableau de bord',
  }),
  en: {
    names: {
      bounce_rate: 'bounce rate',
      complaint_rate: 'complaint rate',
      connections: 'database connections',
      error_rate: 'error rate',
      oldest_queued: 'oldest e-mail waiting',
      dead_rate: 'e-mails given up',
      recipients_refused: 'recipients refused one after the other',
      webhook_waiting: 'oldest event waiting for a service',
      webhook_dead: 'events given up',
      clean_up: 'last clean-up',
      instance_lost: 'server lost',
      canary_silent: 'canaries silent',
      database_away: 'database out of reach',
    },
    raised: 'Alarm: {name}',
    still: 'Alarm still on: {name}',
    ended: 'Alarm over: {name}',
    detail: 'Value: {value} (threshold: {threshold}), since {since}.',
    endedDetail: 'Value: {value} (threshold: {threshold}). Back to normal on {since}.',
    button: 'Open the dashboard',
  },
}
