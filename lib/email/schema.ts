import { sql } from 'drizzle-orm'
import { bigint, check, doublePrecision, index, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../account/schema'
import { at, bytea, id, NOW, userId } from '../db/columns'
import { ourTable } from '../db/table'
import type { ResendResult } from './dead/refusals'
import type { MessageKind } from './letters/kinds'
import { MAIL_EVENT_TYPES, MESSAGE_STATES } from './report/lifecycle'

/**
 * The outbox. A message is written in the transaction that wants it sent; a worker claims it under a lease, sends
 * and settles it; then the provider's reports raise its status (`lib/email/report/lifecycle.ts`). `sealed` (recipient, name,
 * link) is encrypted, and erased once the message is settled.
 */
export const emailMessages = ourTable(
  'email_messages',
  {
    id: id(),
    userId: userId().references(() => users.id, { onDelete: 'set null' }),
    // The type alone of the table of letters: reading rows must not load the code that renders letters.
    kind: text('kind').$type<MessageKind>().notNull(),
    status: text('status', { enum: MESSAGE_STATES }).notNull().default('queued'),
    sealed: bytea('sealed'),
    /** SHA-256 of the recipient's address (`lib/email/report/suppression.ts`). Null: a canary, or written before reports were. */
    recipientHash: bytea('recipient_hash'),
    /**
     * Names the message towards the provider. Random, because another database, or a restored one, has another message with
     * the same `id`. Null: never claimed, or claimed by the release before; reports are then matched by the provider's id.
     */
    reference: uuid('reference'),
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
    /** Time of the event behind the status, by the provider's clock. */
    lastEventAt: at('last_event_at'),
    createdAt: at('created_at').notNull().default(NOW),
    settledAt: at('settled_at'),
    /** Dead: an operator wants it sent again, then (`lib/email/dead/`). */
    resendAt: at('resend_at'),
    /** Dead: how the last wish to send it again ended, `sent` or the reason against it. */
    resendResult: text('resend_result').$type<ResendResult>(),
    /** The request that wrote it (W3C Trace Context), while traces are collected. */
    traceparent: text('traceparent'),
  },
  (table) => [
    index('email_messages_due_idx').on(table.dueAt).where(sql`${table.status} in ('queued', 'sending')`),
    index('email_messages_user_id_idx').on(table.userId, table.kind, table.id),
    index('email_messages_settled_at_idx').on(table.settledAt),
    index('email_messages_waiting_idx')
      .on(table.createdAt)
      .where(sql`${table.status} in ('queued', 'sending')`),
    index('email_messages_provider_message_id_idx').on(table.providerMessageId),
    index('email_messages_reference_idx').on(table.reference),
    index('email_messages_canary_idx').on(table.createdAt).where(sql`${table.kind} = 'canary'`),
    index('email_messages_dead_idx').on(table.id).where(sql`${table.status} = 'dead'`),
    index('email_messages_resend_at_idx').on(table.resendAt).where(sql`${table.resendAt} is not null`),
    // A message keeps its secrets exactly as long as somebody still has to send it.
    check(
      'email_messages_sealed_check',
      sql`(${table.sealed} is not null) = (${table.status} in ('queued', 'sending'))`,
    ),
  ],
)

/** Reports of a provider about messages. `source_id` names the report, so that a second delivery changes nothing. */
export const emailEvents = ourTable(
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
export const emailSuppressions = ourTable('email_suppressions', {
  recipientHash: bytea('recipient_hash').primaryKey(),
  reason: text('reason', { enum: ['bounce', 'complaint'] }).notNull(),
  messageId: bigint('message_id', { mode: 'number' }).references(() => emailMessages.id, {
    onDelete: 'set null',
  }),
  createdAt: at('created_at').notNull(),
})

/** Limits of the provider, shared by all processes. Row 1: the limits in use; row 2: the provider's own rate. */
export const emailThrottle = ourTable('email_throttle', {
  id: integer('id').primaryKey(),
  /** Nobody sends before this. */
  pausedUntil: at('paused_until'),
  /** Time at which the next message may leave, by the send rate. */
  nextSlotAt: at('next_slot_at'),
  /** Messages a second; null: not known, not limited. */
  ratePerSecond: doublePrecision('rate_per_second'),
  /** Messages the provider still takes in these 24 hours; null: not limited. */
  remainingToday: integer('remaining_today'),
  checkedAt: at('checked_at'),
})

/** Messages that the `mailbox` transport delivered (development and tests only), encrypted because they hold links. */
export const mailboxMessages = ourTable('mailbox_messages', {
  id: id(),
  sealed: bytea('sealed').notNull(),
  createdAt: at('created_at').notNull().default(NOW),
})
