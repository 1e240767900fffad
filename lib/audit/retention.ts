import type { RetentionRule } from '../db/retention'
import { LIFETIMES } from '../kernel/lifetimes'
import { events } from './schema'

export const auditRetention: RetentionRule[] = [
  {
    table: events,
    key: events.id,
    column: events.createdAt,
    age: LIFETIMES.event,
    reason: 'a misuse is often investigated months later',
  },
]
