import type { MonitoringTexts } from './monitoring.fr'

export const en: MonitoringTexts = {
  title: 'Dashboard',
  spanLabel: 'Period',
  spans: { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' },
  spansSpoken: { '1h': '1 hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' },
  live: 'Live',
  reload: 'Reload',
  readAt: 'Figures of {time}',
  stale: 'No news since {time}. These are the last known figures; trying again.',
  timeZone: 'Times: {zone}',
  states: { fine: 'Normal', warning: 'Watch', alarm: 'Alarm', unknown: 'Unknown' },
  threshold: 'threshold {value}',
  limit: 'of {limit}',
  noLimit: 'maximum unknown',
  notAvailable: 'Not available',
  missing: 'Not available: {count}',
  source: 'Source: {source}.',
  sources: {
    postgresql: 'PostgreSQL’s own statistics',
    statements: 'pg_stat_statements',
    transactions: 'finished transactions, counted by PostgreSQL',
    cloudwatch: 'Amazon CloudWatch',
    host: 'the database’s machine',
    messages: 'the state of each of our emails',
    requests: 'the requests of all instances',
    heartbeats: 'the sign each instance gives every ten seconds',
    clean_up: 'the note each clean-up leaves',
    deliveries: 'the state of each event for another service',
    last_seen: 'when each account was last seen, looked up every minute',
    bindings: 'open sessions and counted refusals',
    totals: 'totals kept up to date with every change',
  },
  reasons: {
    cloudwatch_not_configured:
      'CloudWatch is not configured, and the database is not reached through a socket of this machine.',
    cloudwatch_silent: 'CloudWatch has given nothing in the last minutes.',
    not_sampled: 'No reading in the last five minutes.',
    no_requests: 'No request in this period.',
    no_sessions: 'No session is open.',
    no_messages: 'No email in this period.',
    no_full_minute_yet: 'No full minute has passed yet.',
    smtp_reports_nothing:
      'Without EMAIL_BOUNCE_ADDRESS, SMTP says nothing of what becomes of an email once it left.',
    reports_not_configured: 'Without SNS_TOPIC_ARNS nobody tells us what becomes of an email.',
    ses_not_used: 'Not available: email does not leave through SES.',
    ses_silent:
      'Not available: email leaves through SES, but it has given no statistics in the last 35 minutes. If it refuses, the permission ses:GetSendStatistics is missing.',
    never_ran: 'The clean-up has never run yet.',
  },
  otherReason: 'Reason given: {reason}.',
  windows: { now: 'right now', hour: 'over the last hour', day: 'over 24 hours', span: 'over {span}' },
  trend: {
    summary: '{label}, over {span}: between {low} and {high}, last reading {last}.',
    empty: '{label}, over {span}: no readings.',
    gaps: 'Some readings are missing.',
    nothing: 'Nothing measured in this period',
    noPoint: 'no reading',
  },
  alarms: {
    heading: 'Alarms',
    none: 'All is well',
    noneMore: 'No threshold is reached.',
    partly: 'No threshold reached, but some figures are missing',
    partlyMore: 'Not available: {list}.',
    since: 'since {time}',
    sinceUnknown: 'start unknown',
    measured: '{value}, threshold {threshold}',
    show: 'Show the figure',
    titles: {
      connections: 'Almost all database connections are taken',
      bounce_rate: 'Too many emails bounce',
      complaint_rate: 'Too many emails are reported as spam',
      oldest_queued: 'Emails no longer leave',
      dead_rate: 'Too many emails are given up',
      recipients_refused: 'The mail server refuses one recipient after the other',
      error_rate: 'Too many requests fail',
      webhook_waiting: 'A service does not take its events',
      webhook_dead: 'A service missed events for good',
      instance_lost: 'An instance no longer gives a sign of life',
      clean_up: 'The clean-up no longer runs',
      canary_silent: 'The canary email no longer arrives',
    },
    actions: {
      connections:
        'Look for long-running queries (pg_stat_activity), then run fewer instances or move to a larger database.',
      bounce_rate:
        'See below which domain refuses. Beyond 10%, SES may pause sending: block abusive sign-ups.',
      complaint_rate: 'Find out where these sign-ups come from. Beyond 0.5%, SES may pause sending.',
      oldest_queued:
        'Check that an instance is running, then the SES permissions and quota: “npm run doctor”, from a copy of the code with the server’s configuration.',
      dead_rate:
        'Read the log: the lines email_dead, and email_retried before them, name the cause (code) and mostly its remedy (detail).',
      recipients_refused:
        'Check that the mail server passes on our mail: the login in SMTP_URL, and this host’s right to relay. Emails wait meanwhile, so nobody else is told by mistake that their address is wrong.',
      error_rate:
        'Read the log: the lines of level “error”, above all unexpected_error and database_unavailable, give the cause. If a version was just released, go back to the one before.',
      webhook_waiting:
        'See under “Services” which one answers with an error or not at all, and tell its team. Events wait for three days, in order; nothing is lost until then.',
      webhook_dead:
        'See under “Services” which events were given up and why. Once the service works again, send them again there.',
      instance_lost:
        'It stopped without saying so. Read the end of its log at the host; if it is missed, start it again.',
      clean_up:
        'Check that an instance is running. Where the host freezes them, call GET /api/maintenance every minute with CRON_SECRET. By hand: “npm run cleanup”, from a copy of the code with DATABASE_URL.',
      canary_silent:
        'Check sending (queue, SES or mail server), then the reports coming in (SNS or EMAIL_BOUNCE_ADDRESS): one of the two no longer works.',
    },
    otherAction: 'Follow the entry of this name in the guide.',
    guide: 'Step by step, alarm by alarm: docs/DEPLOYMENT_GUIDE.md, “Run-book”.',
  },
  rateLimits:
    'Rate limits are multiplied by {scale} (RATE_LIMIT_SCALE). Set it back to 1 when the reason is gone.',
  panels: { database: 'Database', email: 'E-mail', application: 'Application', users: 'Users' },
  figures: {
    connections: {
      label: 'Connections',
      definition:
        'Open connections, of those PostgreSQL grants the whole server, this database or our role: whichever limit is closest to being reached.',
    },
    cpu: {
      label: 'CPU',
      definition: 'Busy share of the processor of the machine the database runs on.',
    },
    storage: {
      label: 'Storage',
      definition:
        'Space the database takes on disk, of the space it could take. The maximum comes from CloudWatch or, if the database runs on this machine, from its disk: our role must then be a member of pg_read_all_settings.',
    },
    queriesPerSecond: {
      label: 'Queries per second',
      definition: 'SQL statements run per second. Without pg_stat_statements: finished transactions.',
    },
    sent: { label: 'Sent', definition: 'Emails the provider accepted in the period shown.' },
    delivered: {
      label: 'Delivered',
      definition: 'Emails of the period shown whose arrival the recipient’s mail server confirmed.',
    },
    bounced: {
      label: 'Bounced',
      definition:
        'Emails of the period shown that the recipient’s mail server refused, for now or for good. An email that arrives after all does not count. Over SMTP, only emails refused at once count.',
    },
    bounceRate: {
      label: 'Bounce rate',
      definition:
        'Permanent refusals of the last 24 hours, as a share of the emails sent, the way SES counts. Judged from 50 emails or 5 refusals on.',
    },
    complaints: {
      label: 'Complaints',
      definition: 'Emails of the period shown that their recipient reported as spam.',
    },
    complaintRate: {
      label: 'Complaint rate',
      definition:
        'Complaints of the last 24 hours, as a share of the emails delivered, the way SES counts. Judged from 1,000 emails delivered or 3 complaints on.',
    },
    queued: {
      label: 'Queued',
      definition: 'Emails written that have not left yet, those being sent included.',
    },
    oldestQueued: {
      label: 'Oldest queued',
      definition:
        'How long the oldest email in the queue has been waiting. An email that its recipient’s mail server puts off counts only if most emails are put off.',
    },
    deadRate: {
      label: 'Given up',
      definition:
        'Share of emails given up, among those whose sending ended in the last hour. Emails that were no longer wanted do not count. Judged once there are 20 emails, or 3 given up.',
    },
    requestsPerMinute: {
      label: 'Requests per minute',
      definition:
        'Requests to all instances, pages and API, on average per minute over the period shown, or since the first sign of life if that is more recent.',
    },
    latency: {
      label: 'Average latency',
      definition: 'Average time to answer the requests of the period shown, measured on the server.',
    },
    latencyP95: {
      label: 'Latency, 95th percentile',
      definition: 'The time to answer that 95 in 100 requests of the period shown stayed within.',
    },
    errorRate: {
      label: 'Error rate',
      definition:
        'Share of the requests in the period shown that failed through our fault (5xx). Refused input is not an error. Judged from 100 requests or 5 errors on. The alarm looks at the last quarter of an hour.',
    },
    uptime: {
      label: 'Uptime',
      definition: 'Share of the minutes in the period shown when at least one instance gave a sign of life.',
    },
    instances: {
      label: 'Instances',
      definition: 'Servers that give a sign of life right now.',
    },
    cleanUpAge: {
      label: 'Last clean-up',
      definition:
        'Time since what is past its age was last deleted, or since an instance first ran where that never happened. It happens every 15 minutes.',
    },
    eventsWaiting: {
      label: 'Events waiting',
      definition: 'Events that other services have not taken yet, those on their way included.',
    },
    eventsOldest: {
      label: 'Oldest event waiting',
      definition:
        'How long the oldest of these events has been waiting, since it happened or since it was sent again.',
    },
    eventsDead: {
      label: 'Events given up',
      definition:
        'Events of the last 24 hours that a service did not take within three days, or that it refused for good. Services that an operator switched off do not count.',
    },
    total: { label: 'Total', definition: 'All accounts that exist.' },
    verified: { label: 'Verified', definition: 'Accounts whose email address is confirmed.' },
    pending: { label: 'Pending', definition: 'Accounts whose address is not confirmed yet.' },
    active: {
      label: 'Active',
      definition:
        'Distinct accounts seen at least once in the last 24 hours, on a page or the API, with an open session.',
    },
    disabled: {
      label: 'Disabled',
      definition: 'Accounts closed by an operator. They count in the total as well.',
    },
    boundOperators: {
      label: 'Operators bound',
      definition:
        'Share of operators’ open sessions that are bound to a key of their browser: copied, such a session is refused within minutes.',
    },
    refusedProofs: {
      label: 'Proofs refused',
      definition:
        'Requests today (UTC) with a bound session and without the proof of its browser, and proofs by another key: a copied session, or a browser that lost its key.',
    },
  },
  uptimeSince: 'running since {time}',
  ses: {
    heading: 'What SES counted',
    definition:
      'Amazon SES’s own statistics over the last 24 hours (GetSendStatistics), read every 15 minutes, and how they differ from our counts of the same moment. Bounces are permanent refusals.',
    sent: 'Sent',
    bounces: 'Bounces',
    complaints: 'Complaints',
    rejects: 'Rejected',
    same: 'same as ours',
    more: '{count} more than ours',
    fewer: '{count} fewer than ours',
    unknown: 'difference unknown',
    uncounted: 'SES also counts alarm emails and canary emails; we do not.',
  },
  canary: {
    heading: 'Canary email',
    definition:
      'An email to the provider’s simulator, or over SMTP to EMAIL_BOUNCE_ADDRESS, travels the whole way, from the queue to the delivery report.',
    states: { off: 'Off', fine: 'Arrives', late: 'Late', silent: 'Silent' },
    took: 'in {duration}',
    last: 'last arrived {time}',
    never: 'none has arrived yet',
  },
  instances: {
    heading: 'Running instances',
    none: 'No instance has given a sign of life.',
    name: 'Instance',
    version: 'Version',
    started: 'Started',
    lastBeat: 'Last sign',
  },
  funnel: {
    heading: 'From sign-up to verified',
    definition:
      'The accounts created in the period shown: how many were mailed, and how many confirmed their address.',
    registered: 'Registered',
    sent: 'Mail sent',
    delivered: 'Mail delivered',
    verified: 'Verified',
    ofRegistered: '{share} of sign-ups',
    lost: '{count} fewer',
    median: 'Median',
    p95: '95th percentile',
    times: 'From sign-up to verified takes',
    empty: 'No sign-up in this period.',
    domains: 'By mail domain',
    domain: 'Domain',
    otherDomains: 'Other domains',
    none: '—',
    noneSpoken: 'none',
  },
  proofs: {
    heading: 'How addresses are proven',
    way: 'Way',
    ways: {
      link: 'Link in the email',
      code: 'Code in the email',
      browser: 'Browser, at sign-up',
      provider: 'Google, Apple or another account',
      other: 'Otherwise',
    },
    people: 'People',
    refusedHeading: 'Proofs by browsers that did not count',
    refusedLead: 'The sign-up went its ordinary way, with an email.',
    reason: 'Reason',
    refused: 'Sign-ups',
    refusals: {
      malformed: 'Unreadable',
      too_large: 'Too long',
      algorithm: 'Unknown algorithm',
      unknown_issuer: 'Issuer not allowed',
      other_address: 'Another address',
      not_verified: 'Not verified by the issuer',
      expired: 'Expired',
      future: 'Dated in the future',
      other_audience: 'Made for another site',
      other_nonce: 'Made for another form',
      old_nonce: 'Form open for too long',
      used_nonce: 'Used before',
      key_binding: 'Wrong signature of the browser',
      signature: 'Wrong signature of the issuer',
      dns: 'The domain does not name this issuer',
      unreachable: 'Issuer out of reach',
      slow: 'Issuer too slow',
    },
  },
}
