import { frenchSpacing } from './french-spacing'

export const fr = frenchSpacing({
  title: 'Supervision',
  spanLabel: 'Période',
  spans: { '1h': '1 h', '24h': '24 h', '7d': '7 j', '30d': '30 j' },
  spansSpoken: { '1h': '1 heure', '24h': '24 heures', '7d': '7 jours', '30d': '30 jours' },
  live: 'En direct',
  readAt: 'Chiffres de {time}',
  stale: 'Sans nouvelles depuis {time}. Derniers chiffres connus, nouvel essai en cours.',
  timeZone: 'Heures : {zone}',
  states: { fine: 'Normal', warning: 'À surveiller', alarm: 'Alarme', unknown: 'Inconnu' },
  threshold: 'seuil {value}',
  limit: 'sur {limit}',
  noLimit: 'maximum inconnu',
  notAvailable: 'Non disponible',
  source: 'Source : {source}.',
  sources: {
    postgresql: 'statistiques de PostgreSQL',
    statements: 'pg_stat_statements',
    cloudwatch: 'Amazon CloudWatch',
    host: 'la machine elle-même',
    messages: 'l’état de chacun de nos emails',
    ses: 'Amazon SES',
    requests: 'les requêtes de toutes les instances',
    heartbeats: 'le signal que chaque instance donne chaque minute',
    totals: 'totaux tenus à jour à chaque changement',
  },
  reasons: {
    cloudwatch_not_configured: 'CloudWatch n’est pas configuré, et la base est sur une autre machine.',
    cloudwatch_silent: 'CloudWatch n’a rien donné ces dernières minutes.',
    not_sampled: 'Aucun relevé ces cinq dernières minutes.',
    no_requests: 'Aucune requête sur la période.',
    no_messages: 'Aucun email sur la période.',
    no_heartbeats: 'Aucune instance n’a donné signe de vie.',
    never_run: 'Le nettoyage n’a encore jamais eu lieu.',
  },
  otherReason: 'Raison donnée : {reason}.',
  windows: { now: 'en ce moment', day: 'sur 24 heures', span: 'sur {span}' },
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
      cpu: 'Le processeur de la base est saturé',
      storage: 'Le disque de la base se remplit',
      bounceRate: 'Trop d’emails sont refusés',
      complaintRate: 'Trop d’emails sont signalés comme indésirables',
      oldestQueued: 'Les emails ne partent plus',
      errorRate: 'Trop de requêtes échouent',
      latency: 'Les réponses sont lentes',
      uptime: 'Le service a été interrompu',
      instances: 'Aucune instance ne donne signe de vie',
      cleanUpAge: 'Le nettoyage ne se fait plus',
      canary: 'L’email témoin n’arrive plus',
    },
    actions: {
      connections:
        'Cherchez les requêtes qui durent (pg_stat_activity), puis réduisez le nombre d’instances ou passez à une base plus grande.',
      cpu: 'Cherchez les requêtes les plus coûteuses, puis passez à une base plus grande si la charge est normale.',
      storage: 'Agrandissez le disque dès maintenant : une base pleine refuse toute écriture.',
      bounceRate:
        'Regardez plus bas quel domaine refuse. Au-delà de 10 %, SES peut suspendre les envois : bloquez les inscriptions abusives.',
      complaintRate:
        'Cherchez d’où viennent ces inscriptions. Au-delà de 0,5 %, SES peut suspendre les envois.',
      oldestQueued:
        'Vérifiez qu’une instance tourne, puis les droits et le quota SES avec « npm run doctor » sur le serveur.',
      errorRate:
        'Lisez le journal : les lignes « internal » donnent la cause. Si une version vient de sortir, revenez à la précédente.',
      latency: 'Comparez avec le processeur et les connexions de la base au même moment.',
      uptime: 'Vérifiez dans la liste des instances lesquelles tournent, puis le journal de l’hébergeur.',
      instances: 'Redémarrez le service et lisez les premières lignes de son journal.',
      cleanUpAge:
        'Lancez « npm run cleanup » sur le serveur et lisez ce qu’il répond ; sans travail de fond, appelez GET /api/maintenance chaque minute.',
      canary:
        'Vérifiez l’envoi (file d’attente, SES), puis la réception des rapports SNS : l’un des deux ne passe plus.',
    },
    otherAction: 'Suivez la procédure de ce nom dans le guide de déploiement.',
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
        'Connexions ouvertes au serveur PostgreSQL, toutes applications confondues, sur le nombre qu’il accepte.',
    },
    cpu: {
      label: 'Processeur',
      definition: 'Part occupée du processeur de la machine où tourne la base de données.',
    },
    storage: {
      label: 'Stockage',
      definition: 'Place que la base de données prend sur le disque, sur celle qui lui est allouée.',
    },
    queriesPerSecond: {
      label: 'Requêtes par seconde',
      definition:
        'Requêtes SQL exécutées par seconde. Là où pg_stat_statements manque, ce sont les transactions terminées.',
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
        'Emails de la période affichée que la messagerie du destinataire a refusés, pour l’instant ou pour de bon.',
    },
    bounceRate: {
      label: 'Taux de rebond',
      definition: 'Rebonds des dernières 24 heures, rapportés aux emails envoyés pendant ces 24 heures.',
    },
    complaints: {
      label: 'Plaintes',
      definition: 'Emails de la période affichée que leur destinataire a signalés comme indésirables.',
    },
    complaintRate: {
      label: 'Taux de plainte',
      definition: 'Plaintes des dernières 24 heures, rapportées aux emails envoyés pendant ces 24 heures.',
    },
    queued: {
      label: 'En file d’attente',
      definition: 'Emails écrits qui ne sont pas encore partis, ceux en cours d’envoi compris.',
    },
    oldestQueued: {
      label: 'Plus ancien en attente',
      definition: 'Depuis combien de temps attend l’email le plus ancien de la file.',
    },
    requestsPerMinute: {
      label: 'Requêtes par minute',
      definition: 'Requêtes reçues par toutes les instances, pages et API, en moyenne par minute.',
    },
    latency: {
      label: 'Latence moyenne',
      definition: 'Temps de réponse moyen de toutes les requêtes, mesuré sur le serveur.',
    },
    latencyP95: {
      label: 'Latence, 95e centile',
      definition: 'Temps de réponse que 95 requêtes sur 100 ne dépassent pas.',
    },
    errorRate: {
      label: 'Taux d’erreur',
      definition:
        'Part des requêtes qui ont échoué de notre fait (réponse 5xx). Une saisie refusée n’en est pas une.',
    },
    uptime: {
      label: 'Disponibilité',
      definition: 'Part des minutes de la période affichée où au moins une instance a donné signe de vie.',
    },
    instances: {
      label: 'Instances',
      definition: 'Serveurs qui ont donné signe de vie ces deux dernières minutes.',
    },
    cleanUpAge: {
      label: 'Dernier nettoyage',
      definition:
        'Temps écoulé depuis la dernière suppression de ce qui a passé l’âge. Elle a lieu tous les quarts d’heure.',
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
  },
  uptimeSince: 'en marche depuis le {time}',
  ses: {
    heading: 'Ce que SES a compté',
    definition: 'Statistiques d’Amazon SES sur les dernières 24 heures (GetSendStatistics).',
    notConfigured: 'Non disponible : les emails ne partent pas par SES.',
    sent: 'Envoyés',
    bounces: 'Rebonds',
    complaints: 'Plaintes',
    rejects: 'Rejetés',
    same: 'SES et nous comptons le même nombre d’envois.',
    more: 'SES compte {count} envois de plus que nous.',
    fewer: 'SES compte {count} envois de moins que nous.',
  },
  canary: {
    heading: 'Email témoin',
    definition:
      'Un email parti vers le simulateur du fournisseur fait tout le chemin, de la file d’attente au rapport d’arrivée.',
    notConfigured: 'Non disponible.',
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
})
