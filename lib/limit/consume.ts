import { sql } from 'drizzle-orm'
import { secondsUntil, shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { rateLimits } from './schema'
import { allowedHits, keyOf, type Subject } from './subject'
import { LIMITS, type LimitName } from './table'

/** Counts one hit in one statement, so that simultaneous hits in any number of processes are all counted. */
async function hit(ctx: CoreContext, subject: Subject): Promise<{ hits: number; expiresAt: Date }> {
  const now = ctx.now()
  const expiresAt = shift(now, LIMITS[subject[0]].window)
  const isOver = sql`${rateLimits.expiresAt} <= ${now}`
  const [row] = await ctx.db
    .insert(rateLimits)
    .values({ key: keyOf(ctx, subject), hits: 1, expiresAt })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        hits: sql`case when ${isOver} then 1 else ${rateLimits.hits} + 1 end`,
        expiresAt: sql`case when ${isOver} then ${expiresAt} else ${rateLimits.expiresAt} end`,
      },
    })
    .returning({ hits: rateLimits.hits, expiresAt: rateLimits.expiresAt })
  if (!row) throw new Error('an upsert returned no row')
  return row
}

/**
 * Counts one hit on each limit in turn. Refuses at the first that is used up with `rate_limited` and the seconds until
 * its window ends; the limits after it are not counted.
 */
export async function consume(
  ctx: CoreContext,
  ...subjects: Subject[]
): Promise<Result<null, 'rate_limited'>> {
  for (const subject of subjects) {
    const { hits, expiresAt } = await hit(ctx, subject)
    if (hits > allowedHits(ctx, subject[0]))
      return overLimit(ctx, subject[0], secondsUntil(expiresAt, ctx.now()))
  }
  return ok(null)
}

/** The refusal of whoever used a limit up. `wait`: seconds until its window ends. */
export function overLimit({ log }: CoreContext, limit: LimitName, wait: number) {
  log.warn('rate_limited', { limit })
  return fail('rate_limited', { retryAfter: Math.max(1, wait) })
}
