import { sql } from 'drizzle-orm'
import { bigint, doublePrecision, index, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { at, id } from '../../db/columns'
import { ourTable } from '../../db/table'

/**
 * Counts that are not yet folded into `tallies`: triggers on `users` and `email_messages` write here, in the
 * transaction that changes the row, and no transaction waits for another. Kinds: `lib/monitor/count/tallies.ts`.
 */
export const tallyMarks = ourTable('tally_marks', {
  id: id(),
  kind: text('kind').notNull(),
  /** The minute. Null: it belongs to no time, as the number of accounts does. */
  at: at('at'),
  /** The part of an address after the `@`, where the kind counts by it. */
  domain: text('domain').notNull().default(''),
  /** A class of durations, where the kind has them (`lib/monitor/count/duration-buckets.ts`). */
  bucket: smallint('bucket').notNull().default(0),
  amount: bigint('amount', { mode: 'number' }).notNull(),
})

/** Marks added up by steps of so many seconds; step 0 is all time, at `infinity`. */
export const tallies = ourTable(
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
    // The largest domains of an hour or a day.
    index('tallies_domains_of_point_idx')
      .on(table.step, table.at, table.amount, table.domain)
      .where(sql`${table.step} >= 3600 and ${table.kind} = 'signup' and ${table.domain} <> ''`),
  ],
)

/** Requests by instance and by steps of so many seconds. `buckets`: `lib/monitor/count/latency-buckets.ts`. */
export const requestCounts = ourTable(
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
