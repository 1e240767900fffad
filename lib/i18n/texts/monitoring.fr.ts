import { frenchSpacing } from '../french-spacing'

export const fr = frenchSpacing({
  title: 'Tableau de bord',
  spanLabel: 'Période',
  spans: { '1h': '1 h', '24h': '24 h', '7d': '7 j', '30d': '30 j' },
  spansSpoken: { '1h': '1 heure', '24h': '24 heures', '7d': '7 jours', '30d': '30 jours' },
  live: 'En direct',
  reload: 'Actualiser',
  readAt: 'Chiffres de {time}',
  stale: 'Sans nouvelles depuis {time}. Derniers chiffres connus, nouvel essai en cours.',
  timeZone: 'Heures : {zone}',
  states: { fine: 'Normal', warning: 'À surveiller', alarm: 'Alarme', unknown: 'Inconnu' },
  threshold: 'seuil {value}',
  limit: 'sur {limit}',
  noLimit: 'maximum inconnu',
  notAvailable: 'Non disponible',
  missing: 'Non disponibles : {count}',
  source: 'Source : {source}.',
  sources: {
    postgresql: 'statistiques de PostgreSQL',
    statements: 'pg_stat_statements',
    transactions: 'les transactions terminées, que compte PostgreSQL',
    cloudwatch: 'Amazon CloudWatch',
    host: 'la machine de la base',
    messages: 'l’état de chacun de nos emails',
    requests: 'les requêtes de toutes les instances',
    heartbeats: 'le signal que chaque instance donne toutes les dix secondes',
    clean_up: 'la note que laisse chaque nettoyage',
    deliveries: 'l’état de chaque événement destiné à un autre service',
    last_seen: 'le dernier passage de chaque compte, relevé chaque minute',
    bindings: 'sessions ouvertes et refus comptés',
    totals: 'totaux tenus à jour à chaque changement',
  },
  reasons: {
    cloudwatch_not_configured:
      'CloudWatch n’est pas configuré, et la base n’est pas jointe par un socket de cette machine.',
    cloudwatch_silent: 'CloudWatch n’a rien donné ces dernières minutes.',
    not_sampled: 'Aucun relevé ces cinq dernières minutes.',
    no_requests: 'Aucune requête sur la période.',
    no_sessions: 'Aucune session n’est ouverte.',
    no_messages: 'Aucun email sur la période.',
    no_full_minute_yet: 'Aucune minute entière n’est encore passée.',
    smtp_reports_nothing:
      'Sans EMAIL_BOUNCE_ADDRESS, SMTP ne dit rien de ce que devient un email une fois parti.',
    reports_not_configured: 'Sans SNS_TOPIC_ARNS, personne ne nous dit ce que devient un email.',
    ses_not_used: 'Non disponible : les emails ne partent pas par SES.',
    ses_silent:
      'Non disponible : les emails partent par SES, mais il n’a pas donné ses statistiques ces 35 dernières minutes. S’il refuse, il manque le droit ses:GetSendStatistics.',
    never_ran: 'Le nettoyage n’a encore jamais eu lieu.',
  },
  otherReason: 'Raison donnée : {reason}.',
  windows: { now: 'en ce moment', hour: 'sur la dernière heure', day: 'sur 24 heures', span: 'sur {span}' },
  trend: {
    summary: '{label}, sur {span} : entre {low} et {high}, dernière mesure {last}.',
    empty: '{label}, sur {span} : aucune mesure.',
    gaps: 'Il manque des mesures.',
    nothing: 'Rien de mesuré sur cette période',
    noPoint: 'pas de mesure',
  },
  alarms: {
    heading: 'Alarmes',
    none: 'Tout va bien',
    noneMore: 'Aucun seuil n’est atteint.',
    partly: 'Aucun seuil atteint, mais certains chiffres manquent',
    partlyMore: 'Non disponibles : {list}.',
    since: 'depuis le {time}',
    sinceUnknown: 'début inconnu',
    measured: '{value}, seuil {threshold}',
    show: 'Voir le chiffre',
    titles: {
      connections: 'Presque toutes les connexions à la base sont prises',
      bounce_rate: 'Trop d’emails sont refusés',
      complaint_rate: 'Trop d’emails sont signalés comme indésirables',
      oldest_queued: 'Les emails ne partent plus',
      dead_rate: 'Trop d’emails sont abandonnés',
      recipients_refused: 'Le serveur de messagerie refuse un destinataire après l’autre',
      error_rate: 'Trop de requêtes échouent',
      webhook_waiting: 'Un service ne prend plus ses événements',
      webhook_dead: 'Un service a manqué des événements pour de bon',
      instance_lost: 'Une instance ne donne plus signe de vie',
      clean_up: 'Le nettoyage ne se fait plus',
      canary_silent: 'L’email témoin n’arrive plus',
    },
    actions: {
      connections:
        'Cherchez les requêtes qui durent (pg_stat_activity), puis réduisez le nombre d’instances ou passez à une base plus grande.',
      bounce_rate:
        'Regardez plus bas quel domaine refuse. Au-delà de 10 %, SES peut suspendre les envois : bloquez les inscriptions abusives.',
      complaint_rate:
        'Cherchez d’où viennent ces inscriptions. Au-delà de 0,5 %, SES peut suspendre les envois.',
      oldest_queued:
        'Vérifiez qu’une instance tourne, puis les droits et le quota SES : « npm run doctor », depuis une copie du code et avec la configuration du serveur.',
      dead_rate:
        'Lisez le journal : les lignes email_dead, et email_retried avant elles, nomment la cause (code) et le plus souvent son remède (detail).',
      recipients_refused:
        'Vérifiez que le serveur de messagerie relaie nos emails : l’identifiant de SMTP_URL, et le droit de cette machine à relayer. Les emails attendent entre-temps : plus personne n’apprend par erreur que son adresse est fausse.',
      error_rate:
        'Lisez le journal : les lignes de niveau « error », surtout unexpected_error et database_unavailable, donnent la cause. Si une version vient de sortir, revenez à la précédente.',
      webhook_waiting:
        'Regardez sous « Services » lequel répond par une erreur ou pas du tout, et prévenez son équipe. Les événements attendent trois jours, dans l’ordre ; rien n’est perdu d’ici là.',
      webhook_dead:
        'Regardez sous « Services » quels événements ont été abandonnés, et pourquoi. Une fois le service rétabli, renvoyez-les de là.',
      instance_lost:
        'Elle s’est arrêtée sans le dire. Lisez la fin de son journal chez l’hébergeur ; si elle manque, relancez-la.',
      clean_up:
        'Vérifiez qu’une instance tourne. Là où l’hébergeur les fige, appelez GET /api/maintenance chaque minute avec CRON_SECRET. À la main : « npm run cleanup », depuis une copie du code et avec DATABASE_URL.',
      canary_silent:
        'Vérifiez l’envoi (file d’attente, SES ou serveur de messagerie), puis la réception des rapports (SNS ou EMAIL_BOUNCE_ADDRESS) : l’un des deux ne passe plus.',
    },
    otherAction: 'Suivez l’entrée de ce nom dans le guide.',
    guide: 'Pas à pas, alarme par alarme : docs/DEPLOYMENT_GUIDE.md, « Run-book ».',
  },
  rateLimits:
    'Limites de débit multipliées par {scale} (RATE_LIMIT_SCALE). Remettez 1 dès que la raison est passée.',
  panels: {
    database: 'Base de données',
    email: 'E-mail',
    application: 'Application',
    users: 'Utilisateurs',
  },
  figures: {
    connections: {
      label: 'Connexions',
      definition:
        'Connexions ouvertes, sur celles que PostgreSQL accorde au serveur entier, à cette base ou à notre compte : la limite la plus proche d’être atteinte.',
    },
    cpu: {
      label: 'Processeur',
      definition: 'Part occupée du processeur de la machine où tourne la base de données.',
    },
    storage: {
      label: 'Stockage',
      definition:
        'Place que la base de données prend sur le disque, sur celle qu’elle pourrait prendre. Le maximum vient de CloudWatch ou, si la base tourne sur cette machine, du disque : notre rôle doit alors être membre de pg_read_all_settings.',
    },
    queriesPerSecond: {
      label: 'Requêtes par seconde',
      definition:
        'Requêtes SQL exécutées par seconde ; là où pg_stat_statements manque, les transactions terminées.',
    },
    sent: {
      label: 'Envoyés',
      definition: 'Emails que le fournisseur a acceptés pendant la période affichée.',
    },
    delivered: {
      label: 'Arrivés',
      definition: 'Emails de la période affichée dont la messagerie du destinataire a confirmé l’arrivée.',
    },
    bounced: {
      label: 'Rebonds',
      definition:
        'Emails de la période affichée que la messagerie du destinataire a refusés, pour l’instant ou pour de bon. Un email qui finit par arriver ne compte plus. Par SMTP, seuls comptent les emails refusés sur-le-champ.',
    },
    bounceRate: {
      label: 'Taux de rebond',
      definition:
        'Refus définitifs des dernières 24 heures, rapportés aux envois, comme SES compte. Jugé à partir de 50 envois ou de 5 refus.',
    },
    complaints: {
      label: 'Plaintes',
      definition: 'Emails de la période affichée que leur destinataire a signalés comme indésirables.',
    },
    complaintRate: {
      label: 'Taux de plainte',
      definition:
        'Plaintes des dernières 24 heures, rapportées aux emails arrivés, comme SES compte. Jugé à partir de 1 000 emails arrivés ou de 3 plaintes.',
    },
    queued: {
      label: 'En file d’attente',
      definition: 'Emails écrits qui ne sont pas encore partis, ceux en cours d’envoi compris.',
    },
    oldestQueued: {
      label: 'Plus ancien en attente',
      definition:
        'Depuis combien de temps attend l’email le plus ancien de la file. Un email que la messagerie de son destinataire fait attendre ne compte que si c’est le cas de la plupart.',
    },
    deadRate: {
      label: 'Abandonnés',
      definition:
        'Part des emails abandonnés parmi ceux dont l’envoi s’est terminé au cours de la dernière heure. Ceux qui n’avaient plus lieu d’être ne comptent pas. Jugée à partir de 20 emails, ou de 3 abandons.',
    },
    requestsPerMinute: {
      label: 'Requêtes par minute',
      definition:
        'Requêtes reçues par toutes les instances, pages et API, en moyenne par minute sur la période affichée, ou depuis le premier signe de vie s’il est plus récent.',
    },
    latency: {
      label: 'Latence moyenne',
      definition: 'Temps de réponse moyen des requêtes de la période affichée, mesuré sur le serveur.',
    },
    latencyP95: {
      label: 'Latence, 95e centile',
      definition: 'Temps de réponse que 95 requêtes sur 100 de la période affichée n’ont pas dépassé.',
    },
    errorRate: {
      label: 'Taux d’erreur',
      definition:
        'Part des requêtes de la période affichée qui ont échoué de notre fait (réponse 5xx). Une saisie refusée n’en est pas une. Jugé à partir de 100 requêtes ou de 5 erreurs. L’alarme, elle, regarde le dernier quart d’heure.',
    },
    uptime: {
      label: 'Disponibilité',
      definition: 'Part des minutes de la période affichée où au moins une instance a donné signe de vie.',
    },
    instances: {
      label: 'Instances',
      definition: 'Serveurs qui donnent signe de vie en ce moment.',
    },
    cleanUpAge: {
      label: 'Dernier nettoyage',
      definition:
        'Temps écoulé depuis la dernière suppression de ce qui a passé l’âge ou, si elle n’a jamais eu lieu, depuis la première mise en marche. Elle a lieu tous les quarts d’heure.',
    },
    eventsWaiting: {
      label: 'Événements en attente',
      definition: 'Événements que d’autres services n’ont pas encore pris, ceux en route compris.',
    },
    eventsOldest: {
      label: 'Événement le plus ancien',
      definition:
        'Depuis combien de temps attend le plus ancien de ces événements : depuis qu’il a eu lieu, ou qu’il a été renvoyé.',
    },
    eventsDead: {
      label: 'Événements abandonnés',
      definition:
        'Événements des dernières 24 heures qu’un service n’a pas pris en trois jours, ou qu’il a refusés pour de bon. Les services arrêtés par un opérateur ne comptent pas.',
    },
    total: { label: 'Total', definition: 'Tous les comptes qui existent.' },
    verified: { label: 'Vérifiés', definition: 'Comptes dont l’adresse email est confirmée.' },
    pending: { label: 'En attente', definition: 'Comptes dont l’adresse n’est pas encore confirmée.' },
    active: {
      label: 'Actifs',
      definition:
        'Comptes différents vus au moins une fois ces dernières 24 heures, page ou API, avec une session ouverte.',
    },
    disabled: {
      label: 'Désactivés',
      definition: 'Comptes qu’un opérateur a fermés. Ils comptent aussi dans le total.',
    },
    boundOperators: {
      label: 'Opérateurs liés',
      definition:
        'Part des sessions ouvertes des opérateurs qui sont liées à une clé de leur navigateur : copiée, une telle session est refusée en quelques minutes.',
    },
    refusedProofs: {
      label: 'Preuves refusées',
      definition:
        'Demandes d’aujourd’hui (UTC) avec une session liée et sans la preuve de son navigateur, et preuves d’une autre clé : une session copiée, ou un navigateur qui a perdu sa clé.',
    },
  },
  uptimeSince: 'en marche depuis le {time}',
  ses: {
    heading: 'Ce que SES a compté',
    definition:
      'Statistiques d’Amazon SES sur les dernières 24 heures (GetSendStatistics), relevées tous les quarts d’heure, et leur écart avec nos comptes du même moment. Les rebonds sont les refus définitifs.',
    sent: 'Envoyés',
    bounces: 'Rebonds',
    complaints: 'Plaintes',
    rejects: 'Rejetés',
    same: 'comme nous',
    more: '{count} de plus que nous',
    fewer: '{count} de moins que nous',
    unknown: 'écart inconnu',
    uncounted: 'SES compte aussi les emails d’alarme et les emails témoins ; nous, non.',
  },
  canary: {
    heading: 'Email témoin',
    definition:
      'Un email parti vers le simulateur du fournisseur, ou par SMTP vers EMAIL_BOUNCE_ADDRESS, fait tout le chemin, de la file d’attente au rapport d’arrivée.',
    states: { off: 'Éteint', fine: 'Arrive', late: 'En retard', silent: 'Silencieux' },
    took: 'en {duration}',
    last: 'dernier arrivé le {time}',
    never: 'aucun n’est encore arrivé',
  },
  instances: {
    heading: 'Instances en marche',
    none: 'Aucune instance n’a donné signe de vie.',
    name: 'Instance',
    version: 'Version',
    started: 'Démarrée',
    lastBeat: 'Dernier signe',
  },
  funnel: {
    heading: 'De l’inscription à la vérification',
    definition:
      'Les comptes créés pendant la période affichée : combien ont reçu l’email, et combien ont confirmé leur adresse.',
    registered: 'Inscrits',
    sent: 'Email envoyé',
    delivered: 'Email arrivé',
    verified: 'Vérifiés',
    ofRegistered: '{share} des inscrits',
    lost: '{count} de moins',
    median: 'Médiane',
    p95: '95e centile',
    times: 'De l’inscription à la vérification, il faut',
    empty: 'Aucune inscription sur cette période.',
    domains: 'Par domaine de messagerie',
    domain: 'Domaine',
    otherDomains: 'Autres domaines',
    none: '—',
    noneSpoken: 'aucun',
  },
  proofs: {
    heading: 'Comment les adresses sont prouvées',
    way: 'Moyen',
    ways: {
      link: 'Lien de l’email',
      code: 'Code de l’email',
      browser: 'Navigateur, à l’inscription',
      provider: 'Google, Apple ou autre compte',
      other: 'Autrement',
    },
    people: 'Personnes',
    refusedHeading: 'Preuves de navigateur sans effet',
    refusedLead: 'L’inscription a suivi son cours ordinaire, avec un email.',
    reason: 'Raison',
    refused: 'Inscriptions',
    refusals: {
      malformed: 'Illisible',
      too_large: 'Trop longue',
      algorithm: 'Algorithme inconnu',
      unknown_issuer: 'Émetteur non autorisé',
      other_address: 'Autre adresse',
      not_verified: 'Adresse non vérifiée par l’émetteur',
      expired: 'Périmée',
      future: 'Datée du futur',
      other_audience: 'Faite pour un autre site',
      other_nonce: 'Faite pour un autre formulaire',
      old_nonce: 'Formulaire ouvert trop longtemps',
      used_nonce: 'Déjà utilisée',
      key_binding: 'Signature du navigateur fausse',
      signature: 'Signature de l’émetteur fausse',
      dns: 'Le domaine ne nomme pas cet émetteur',
      unreachable: 'Émetteur injoignable',
      slow: 'Émetteur trop lent',
    },
  },
})

/** Every sentence of the operators' dashboard. English has to have each key that French has, or compilation fails. */
export type MonitoringTexts = typeof fr
