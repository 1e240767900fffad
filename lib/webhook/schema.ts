import { sql } from 'drizzle-orm'
import { bigint, index, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, id, NOW } from '../db/columns'
import { ourTable } from '../db/table'
import type { WebhookEvent } from './event-types'

/** A receiver of events. Without one, no event is written. */
export const webhookEndpoints = ourTable('webhook_endpoints', {
  id: id(),
  url: text('url').notNull(),
  /** Events it wants: `*`, `user.*` or a type (`lib/webhook/event-types.ts`). */
  events: text('events').array().notNull(),
  /** The secret that signs, sealed under the address. */
  secret: bytea('secret').notNull(),
  /** The secret before the last rotation, which signs beside it until then. */
  previousSecret: bytea('previous_secret'),
  previousUntil: at('previous_until'),
  /** Set: nothing is sent to it. `gone`: it answered 410. */
  offAt: at('off_at'),
  offReason: text('off_reason', { enum: ['gone', 'operator'] }),
  createdAt: at('created_at').notNull().default(NOW),
})

/**
 * Events for other services, written by triggers in the transaction that causes them (migration 0017), while there is an endpoint.
 * They name the person by the subject alone, so they may outlive the account.
 */
export const webhookEvents = ourTable(
  'webhook_events',
  {
    id: id(),
    /** Names the event to receivers (`webhook-id`): random, since a number would tell how much happens here. */
    name: text('name').notNull().default(sql`'evt_' || replace(gen_random_uuid()::text, '-', '')`),
    type: text('type').$type<WebhookEvent>().notNull(),
    /** `users.subject`. */
    subject: text('subject').notNull(),
    /** `session.ended`: the session's `handle`. */
    session: uuid('session'),
    createdAt: at('created_at').notNull().default(NOW),
  },
  (table) => [
    index('webhook_events_subject_idx').on(table.subject),
    index('webhook_events_created_at_idx').on(table.createdAt),
  ],
)

/** States of a delivery. */
export const DELIVERY_STATES = ['queued', 'sending', 'sent', 'dead'] as const

/** Deliveries of events to endpoints: a queue (`lib/queue/table.ts`), in order for one person. */
export const webhookDeliveries = ourTable(
  'webhook_deliveries',
  {
    id: id(),
    endpointId: bigint('endpoint_id', { mode: 'number' })
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    eventId: bigint('event_id', { mode: 'number' })
      .notNull()
      .references(() => webhookEvents.id, { onDelete: 'cascade' }),
    /** The event's, because the order of one person's is asked for with each claim. */
    subject: text('subject').notNull(),
    status: text('status', { enum: DELIVERY_STATES }).notNull().default('queued'),
    /** Claims so far; also the fencing token: a worker settles only the claim it holds. */
    attempts: integer('attempts').notNull().default(0),
    /** Claims before the last replay: the delays begin anew there. */
    earlierAttempts: integer('earlier_attempts').notNull().default(0),
    /** Queued: when to try next, at once at first. Sending: when the claim's lease ends. */
    dueAt: at('due_at').notNull().default(sql`'epoch'`),
    /** The last try is then. Null: not tried yet. */
    givesUpAt: at('gives_up_at'),
    /** Status of the last answer. Null: there was none. */
    lastStatus: integer('last_status'),
    /** Why the last try failed, in one word of ours or of Node.js. */
    lastError: text('last_error'),
    settledAt: at('settled_at'),
  },
  (table) => [
    uniqueIndex('webhook_deliveries_event_key').on(table.eventId, table.endpointId),
    index('webhook_deliveries_due_idx')
      .on(table.endpointId, table.dueAt, table.eventId)
      .where(sql`${table.status} in ('queued', 'sending')`),
    index('webhook_deliveries_order_idx')
      .on(table.endpointId, table.subject, table.eventId)
      .where(sql`${table.status} in ('queued', 'sending')`),
    index('webhook_deliveries_endpoint_idx').on(table.endpointId, table.status, table.id),
    index('webhook_deliveries_settled_at_idx').on(table.settledAt),
  ],
)
