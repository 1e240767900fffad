import { type SQL, sql } from 'drizzle-orm'
import { given } from '../db/statement/named'
import { shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { rateLimits } from './schema'
import { allowedHits, keyOf, type Subject } from './subject'
import { LIMITS } from './table'

/** The value `now` of a statement that counts hits. */
export const NOW = given('now', 'timestamptz')

/** The named values of one limit in a statement. */
type LimitSql = { key: SQL; end: SQL; allowed: SQL }

/** The values `key1`, `end1` and `allowed1` of a statement. */
export const limitSql = (place: string | number): LimitSql => ({
  key: given(`key${place}`, 'bytea'),
  end: given(`end${place}`, 'timestamptz'),
  allowed: given(`allowed${place}`, 'int'),
})

/** The values that `limitSql` names, for one subject at this moment. */
export const limitValues = (ctx: CoreContext, place: string | number, subject: Subject, now: Date) => ({
  [`key${place}`]: keyOf(ctx, subject),
  [`end${place}`]: shift(now, LIMITS[subject[0]].window),
  [`allowed${place}`]: allowedHits(ctx, subject[0]),
})

/**
 * Counts one hit by an upsert, so that simultaneous hits in any number of processes are all counted. Returns `hits` and
 * `expires_at`.
 * @param from a clause that yields one row where the hit counts, and none where it does not
 */
export const countHit = ({ key, end }: Omit<LimitSql, 'allowed'>, from: SQL = sql``): SQL => sql`
  insert into ${rateLimits} as counted (key, hits, expires_at) select ${key}, 1, ${end} ${from}
  on conflict (key) do update set
    hits = case when counted.expires_at <= ${NOW} then 1 else counted.hits + 1 end,
    expires_at = case when counted.expires_at <= ${NOW} then excluded.expires_at else counted.expires_at end
  returning hits, expires_at`
