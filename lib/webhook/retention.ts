import { sql } from 'drizzle-orm'
import type { RetentionRule } from '../db/retention'
import { LIFETIMES } from '../kernel/lifetimes'
import { webhookDeliveries, webhookEvents } from './schema'

const DELIVERIES = {
  table: webhookDeliveries,
  key: webhookDeliveries.id,
  column: webhookDeliveries.settledAt,
}

export const webhookRetention: RetentionRule[] = [
  {
    ...DELIVERIES,
    age: LIFETIMES.webhookEvent,
    only: sql`status = 'sent'`,
    reason: 'an operator can look up for a while what a receiver was told',
  },
  {
    ...DELIVERIES,
    age: LIFETIMES.webhookDead,
    reason: 'a receiver that missed events can still be told',
  },
  {
    table: webhookEvents,
    key: webhookEvents.id,
    column: webhookEvents.createdAt,
    age: LIFETIMES.webhookEvent,
    only: sql`not exists (select from ${webhookDeliveries} d where d.event_id = ${webhookEvents.id})`,
    reason: 'a receiver can be told again what happened',
  },
]
