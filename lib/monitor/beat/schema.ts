import { bigint, boolean, doublePrecision, index, text } from 'drizzle-orm/pg-core'
import { at } from '../../db/columns'
import { ourTable } from '../../db/table'

/** The minutes in which some instance was alive. */
export const beatMinutes = ourTable('beat_minutes', { at: at('at').primaryKey() })

/** Server processes, each with its counts since its start. */
export const instances = ourTable(
  'instances',
  {
    id: text('id').primaryKey(),
    version: text('version').notNull(),
    nodeVersion: text('node_version').notNull(),
    /** A server of our own, whose silence means that it died; other hosts freeze processes as they please. */
    longLived: boolean('long_lived').notNull(),
    startedAt: at('started_at').notNull(),
    lastBeatAt: at('last_beat_at').notNull(),
    /** Start of its beats without a gap: only an instance that was there can witness that another was not. */
    beatingSince: at('beating_since'),
    /** Null: it runs, or it died without a last beat. */
    stoppedAt: at('stopped_at'),
    requests: bigint('requests', { mode: 'number' }).notNull(),
    errors: bigint('errors', { mode: 'number' }).notNull(),
    latency: doublePrecision('latency').notNull(),
    buckets: bigint('buckets', { mode: 'number' }).array().notNull(),
  },
  (table) => [index('instances_last_beat_at_idx').on(table.lastBeatAt)],
)
