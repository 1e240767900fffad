import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { MAIL_EVENT_TYPES, MESSAGE_STATES } from '../email/lifecycle'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
const userId = () => bigint('user_id', { mode: 'number' })

export const ROLES = ['member', 'operator'] as const

const ACCENTED = 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ'
const PLAIN = 'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy'

/** A name as it is searched: without accents and capitals, so that `helene` finds `Hélène` on servers of any locale. */
export const searchable = (text: SQLWrapper): SQL =>
  sql`lower(translate(${text}, ${sql.raw(`'${ACCENTED}', '${PLAIN}'`)}))`

/** The last word of a name: mostly the family name. */
export const lastWord = (text: SQLWrapper): SQL => sql`substring(${text} from ${sql.raw("'[^ ]+$'")})`

/** A person. `email` is the canonical address (see `lib/auth/email-address.ts`), so its unique index is case-insensitive. */
export const users = pgTable(
  'users',
  {
    id: id(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    locale: text('locale', { enum: ['fr', 'en'] })
      .notNull()
      .default('fr'),
    /** An operator may look at every account and act on it (`lib/administration/roles.ts`). */
    role: text('role', { enum: ROLES }).notNull().default('member'),
    /** Set: nobody signs in to this account, and its sessions are refused. */
    disabledAt: at('disabled_at'),
    /** The last request of any of the person's sessions, a few minutes coarse. Null: none yet. */
    lastSeenAt: at('last_seen_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.email),
    index('users_last_seen_at_idx').on(table.lastSeenAt),
    // What operators search by; collation "C" makes the start of a text a range of the index, on every server.
    index('users_email_search_idx').on(sql`${table.email} collate "C"`, table.id),
    index('users_name_search_idx').on(sql`${searchable(table.name)} collate "C"`, table.id),
    index('users_last_name_search_idx').on(sql`${searchable(lastWord(table.name))} collate "C"`, table.id),
    index('users_operators_idx').on(table.id).where(sql`${table.role} = 'operator'`),
    check('users_locale_check', sql`${table.locale} in ('fr', 'en')`),
  ],
)

/** A sign-in. `id` is the JWT's `sid` (128 random bits); `token_hash` is the SHA-256 of the whole JWT. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: bytea('token_hash').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** The last request that a person made with this session, minutes coarse (`lib/token/last-seen.ts`). Null: none. */
    lastSeenAt: at('last_seen_at'),
    /** When the password was last given in this session. Null: when it was made. */
    passwordAt: at('password_at'),
  },
  (table) => [
    index('sessions_user_id_idx').on(table.userId),
    index('sessions_expires_at_idx').on(table.expiresAt),
  ],
)

/** A verification link that has not been used: the SHA-256 of its token, and the address it proves. */
export const emailVerificationTokens = pgTable(
  'email_verification_tokens',
  {
    id: id(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    tokenHash: bytea('token_hash').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('email_verification_tokens_token_hash_key').on(table.tokenHash),
    index('email_verification_tokens_user_id_idx').on(table.userId),
    index('email_verification_tokens_expires_at_idx').on(table.expiresAt),
  ],
)

/** Hashes of links that did their work, so that a second visit reads "already verified" and not "invalid". */
export const emailVerificationUses = pgTable(
  'email_verification_uses',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    usedAt: at('used_at').notNull().defaultNow(),
  },
  (table) => [
    index('email_verification_uses_user_id_idx').on(table.userId),
    index('email_verification_uses_used_at_idx').on(table.usedAt),
  ],
)

export const MESSAGE_KINDS = ['verification', 'welcome', 'canary'] as const

/**
 * The outbox. A message is written in the transaction that wants it sent; a worker claims it under a lease, sends
 * and settles it; then the provider's reports raise its status (`lib/email/lifecycle.ts`). `sealed` (recipient, name,
 * link) is encrypted, and erased once the message is settled.
 */
export const emailMessages = pgTable(
  'email_messages',
  {
    id: id(),
    userId: userId().references(() => users.id, { onDelete: 'set null' }),
    kind: text('kind', { enum: MESSAGE_KINDS }).notNull(),
    status: text('status', { enum: MESSAGE_STATES }).notNull().default('queued'),
    sealed: bytea('sealed'),
    /** SHA-256 of the recipient's address (`lib/email/suppression.ts`). Null: a canary, or written before reports were. */
    recipientHash: bytea('recipient_hash'),
    /** Claims so far; also the fencing token: a worker settles only the claim it holds. */
    attempts: integer('attempts').notNull().default(0),
    /** Queued: when to try next. Sending: when the claim's lease ends. */
    dueAt: at('due_at').notNull(),
    /** The provider's error name of the last failure; never its text, which can quote an address. */
    lastError: text('last_error'),
    providerMessageId: text('provider_message_id'),
    /** `Message-ID` (RFC 5322 3.6.4) as the recipient sees it. */
    messageId: text('message_id'),
    bounceType: text('bounce_type', { enum: ['hard', 'soft'] }),
    /** The provider's class of reason for the status, for example `MailboxFull`. */
    reason: text('reason'),
    /** When what the status says happened, by the provider's clock. */
    lastEventAt: at('last_event_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    settledAt: at('settled_at'),
  },
  (table) => [
    index('email_messages_due_idx').on(table.dueAt).where(sql`${table.status} in ('queued', 'sending')`),
    index('email_messages_user_id_idx').on(table.userId, table.kind, table.id),
    index('email_messages_settled_at_idx').on(table.settledAt),
    index('email_messages_waiting_idx')
      .on(table.createdAt)
      .where(sql`${table.status} in ('queued', 'sending')`),
    index('email_messages_provider_message_id_idx').on(table.providerMessageId),
    index('email_messages_canary_idx').on(table.createdAt).where(sql`${table.kind} = 'canary'`),
    // A message keeps its secrets exactly as long as somebody still has to send it.
    check(
      'email_messages_sealed_check',
      sql`(${table.sealed} is not null) = (${table.status} in ('queued', 'sending'))`,
    ),
  ],
)

/** What a provider reported of a message. `source_id` names the report, so that a second delivery changes nothing. */
export const emailEvents = pgTable(
  'email_events',
  {
    id: id(),
    sourceId: text('source_id').notNull(),
    type: text('type', { enum: MAIL_EVENT_TYPES }).notNull(),
    /** Null: the report came before its message was known as sent, or is about somebody else's. */
    messageId: bigint('message_id', { mode: 'number' }).references(() => emailMessages.id, {
      onDelete: 'cascade',
    }),
    providerMessageId: text('provider_message_id'),
    bounceType: text('bounce_type', { enum: ['hard', 'soft'] }),
    reason: text('reason'),
    occurredAt: at('occurred_at').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (table) => [
    uniqueIndex('email_events_source_id_key').on(table.sourceId),
    index('email_events_message_id_idx').on(table.messageId),
    index('email_events_provider_message_id_idx').on(table.providerMessageId),
    index('email_events_received_at_idx').on(table.receivedAt),
  ],
)

/** Addresses that get no mail from us, by their hash: mail to them bounced for good, or was called spam. */
export const emailSuppressions = pgTable('email_suppressions', {
  recipientHash: bytea('recipient_hash').primaryKey(),
  reason: text('reason', { enum: ['bounce', 'complaint'] }).notNull(),
  messageId: bigint('message_id', { mode: 'number' }).references(() => emailMessages.id, {
    onDelete: 'set null',
  }),
  createdAt: at('created_at').notNull(),
})

/** What the provider allows, shared by all processes. Row 1 is what we keep to, row 2 the provider's own rate. */
export const emailThrottle = pgTable('email_throttle', {
  id: integer('id').primaryKey(),
  /** Nobody sends before this. */
  pausedUntil: at('paused_until'),
  /** When the next message may leave, by the send rate. */
  nextSlotAt: at('next_slot_at'),
  /** Messages a second; null: not known, not limited. */
  ratePerSecond: doublePrecision('rate_per_second'),
  /** Messages the provider still takes in these 24 hours; null: not limited. */
  remainingToday: integer('remaining_today'),
  checkedAt: at('checked_at'),
})

/** Times in which no canary was reported delivered (`lib/monitoring/tend-canary.ts`). One without an end goes on. */
export const canarySilences = pgTable(
  'canary_silences',
  {
    id: id(),
    /** When the alarm was raised. */
    raisedAt: at('raised_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [index('canary_silences_ended_at_idx').on(table.endedAt)],
)

/** Hits of one rate limit by one subject in the running window; `key` is a keyed hash, never an address. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: bytea('key').primaryKey(),
    hits: integer('hits').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [index('rate_limits_expires_at_idx').on(table.expiresAt)],
)

/**
 * What happened to accounts, append-only. No foreign keys: who did what outlives the accounts. `detail` is made of
 * machine words and ids, never of an address, a name or a secret.
 */
export const events = pgTable(
  'events',
  {
    id: id(),
    type: text('type').notNull(),
    /** Whose account it is about. */
    userId: userId(),
    /** Who did it. Null: the system, or a command on the server. */
    actorId: bigint('actor_id', { mode: 'number' }),
    detail: text('detail'),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    index('events_user_id_idx').on(table.userId, table.id),
    index('events_actor_id_idx').on(table.actorId, table.id),
    index('events_created_at_idx').on(table.createdAt),
  ],
)

/** What the `mailbox` transport delivered (development and tests only), encrypted like everything with a link in it. */
export const mailboxMessages = pgTable('mailbox_messages', {
  id: id(),
  sealed: bytea('sealed').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
})

/**
 * What happened, counted, not yet folded into `tallies`: triggers on `users` and `email_messages` write here, in the
 * transaction that changes the row, and nobody waits for anybody. Kinds: `lib/monitoring/tallies.ts`.
 */
export const tallyMarks = pgTable('tally_marks', {
  id: id(),
  kind: text('kind').notNull(),
  /** The minute. Null: it belongs to no time, as the number of accounts does. */
  at: at('at'),
  /** The part of an address after the `@`, where the kind counts by it. */
  domain: text('domain').notNull().default(''),
  /** A class of durations, where the kind has them (`lib/monitoring/duration-buckets.ts`). */
  bucket: smallint('bucket').notNull().default(0),
  amount: bigint('amount', { mode: 'number' }).notNull(),
})

/**
 * How far each person of the last 31 days was counted, and under which domain: of any number of transactions that want
 * to count the same person, the row lets one. No foreign key: it would lock the user's row behind a message's, against
 * the order of all flows (users, messages, this). Whoever goes is deleted here by the trigger that counts it.
 */
export const signups = pgTable(
  'signups',
  {
    userId: userId().primaryKey(),
    /** The minute of the sign-up. */
    at: at('at').notNull(),
    domain: text('domain').notNull(),
    /** A provider took a verification e-mail. */
    mailed: boolean('mailed').notNull().default(false),
    /** One was reported delivered. */
    delivered: boolean('delivered').notNull().default(false),
  },
  (table) => [index('signups_at_idx').on(table.at)],
)

/** Marks added up by steps of so many seconds; step 0 is all time, at `infinity`. */
export const tallies = pgTable(
  'tallies',
  {
    step: integer('step').notNull(),
    kind: text('kind').notNull(),
    at: at('at').notNull(),
    domain: text('domain').notNull(),
    bucket: smallint('bucket').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.step, table.kind, table.at, table.domain, table.bucket] }),
    index('tallies_at_idx').on(table.at),
    // One domain through a span, without a look at the tens of thousands of others.
    index('tallies_domain_idx')
      .on(table.step, table.kind, table.domain, table.at)
      .where(sql`${table.domain} <> ''`),
    // And those of most people of an hour or a day.
    index('tallies_domains_of_point_idx')
      .on(table.step, table.at, table.amount, table.domain)
      .where(sql`${table.step} >= 3600 and ${table.kind} = 'signup' and ${table.domain} <> ''`),
  ],
)

/** Requests by instance and by steps of so many seconds. `buckets`: `lib/monitoring/latency-buckets.ts`. */
export const requestCounts = pgTable(
  'request_counts',
  {
    step: integer('step').notNull(),
    at: at('at').notNull(),
    instance: text('instance').notNull(),
    requests: bigint('requests', { mode: 'number' }).notNull(),
    errors: bigint('errors', { mode: 'number' }).notNull(),
    /** Milliseconds of all requests whose time is known. */
    latency: doublePrecision('latency').notNull(),
    buckets: bigint('buckets', { mode: 'number' }).array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.step, table.at, table.instance] }),
    index('request_counts_at_idx').on(table.at),
  ],
)

/** What was read off some instrument, by steps of so many seconds: the sum and the number of readings. */
export const gauges = pgTable(
  'gauges',
  {
    step: integer('step').notNull(),
    name: text('name').notNull(),
    at: at('at').notNull(),
    total: doublePrecision('total').notNull(),
    samples: integer('samples').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.step, table.name, table.at] }),
    index('gauges_at_idx').on(table.at),
  ],
)

/** The minutes in which some instance was alive. */
export const beatMinutes = pgTable('beat_minutes', { at: at('at').primaryKey() })

/** Server processes, and what each has counted since it started. */
export const instances = pgTable(
  'instances',
  {
    id: text('id').primaryKey(),
    version: text('version').notNull(),
    nodeVersion: text('node_version').notNull(),
    /** A server of our own, whose silence means that it died; other hosts freeze processes as they please. */
    longLived: boolean('long_lived').notNull(),
    startedAt: at('started_at').notNull(),
    lastBeatAt: at('last_beat_at').notNull(),
    /** Since when it has beaten without a gap: only who was there can tell that another one was not. */
    beatingSince: at('beating_since'),
    /** Null: it runs, or it died without a word. */
    stoppedAt: at('stopped_at'),
    requests: bigint('requests', { mode: 'number' }).notNull(),
    errors: bigint('errors', { mode: 'number' }).notNull(),
    latency: doublePrecision('latency').notNull(),
    buckets: bigint('buckets', { mode: 'number' }).array().notNull(),
  },
  (table) => [index('instances_last_beat_at_idx').on(table.lastBeatAt)],
)

/** Alarms as all processes see them: one row for each, raised or not, from the first measurement on. */
export const alarms = pgTable('alarms', {
  name: text('name').primaryKey(),
  raised: boolean('raised').notNull(),
  since: at('since').notNull(),
  /** Since when the value has been fine again, while the alarm is still raised. */
  calmSince: at('calm_since'),
  /** What was measured last. Null: nothing was known, or there was nothing to measure. */
  value: doublePrecision('value'),
  /** When that was. */
  measuredAt: at('measured_at'),
  /** Whether it could be judged then. */
  known: boolean('known').notNull().default(false),
  /** Whether the last that somebody was told is that the alarm is raised. */
  told: boolean('told').notNull().default(false),
  /** When somebody was told last. Null: nobody yet. */
  notifiedAt: at('notified_at'),
  /** Until then somebody is being told, and nobody else tells. */
  tellingUntil: at('telling_until'),
})
