import { sql } from 'drizzle-orm'
import type { RetentionRule } from '../db/retention'
import { schemaInUse } from '../db/table'
import { LIFETIMES } from '../kernel/lifetimes'
import { events } from './schema'

export const auditRetention: RetentionRule[] = [
  {
    table: events,
    key: events.id,
    column: events.createdAt,
    age: LIFETIMES.event,
    reason: 'a misuse is often investigated months later',
    // The table is append-only, and this function alone deletes, by the database's own clock (migration 0012).
    by: (batch) => sql`select ${sql.identifier(schemaInUse())}.delete_old_events(${batch}) as deleted`,
  },
]
