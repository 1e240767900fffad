import { and, gt, inArray, sql } from 'drizzle-orm'
import { secondsUntil, shift } from '../clock'
import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { rateLimits } from '../db/schema'
import { fail, ok, type Result } from '../result'
import { keyedHash } from '../seal'
import { LIMITS, type LimitName } from './limits'

type LimitContext = Pick<Context, 'env' | 'now' | 'log'> & { db: Queryable }

/** A limit and whom it counts, for example `['loginByNetwork', '192.0.2.1']`. */
export type Subject = readonly [limit: LimitName, subject: string]

/** Hits allowed in one window under this configuration. */
export const allowedHits = (ctx: Pick<Context, 'env'>, name: LimitName): number =>
  Math.max(1, Math.round(LIMITS[name].hits * ctx.env.rateLimitScale))

const keyOf = (ctx: LimitContext, [name, subject]: Subject): Buffer =>
  keyedHash(ctx.env, 'rate-limit', `${name}\0${subject}`)

const keysOf = (ctx: LimitContext, subjects: Subject[]): Buffer[] =>
  subjects.map((subject) => keyOf(ctx, subject))

/** Counts one hit in one statement, so that simultaneous hits in any number of processes are all counted. */
async function hit(ctx: LimitContext, subject: Subject): Promise<{ hits: number; expiresAt: Date }> {
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
 * Counts one hit on each limit in turn and refuses at the first that is used up: `rate_limited`, with the seconds
 * until its window ends. Later limits are then not counted.
 */
export async function consume(ctx: LimitContext, ...subjects: Subject[]): Promise<Result<null>> {
  for (const subject of subjects) {
    const { hits, expiresAt } = await hit(ctx, subject)
    if (hits > allowedHits(ctx, subject[0])) {
      ctx.log.warn('rate_limited', { limit: subject[0] })
      return fail('rate_limited', { retryAfter: Math.max(1, secondsUntil(expiresAt, ctx.now())) })
    }
  }
  return ok(null)
}

/** Seconds until every one of these limits has room again; 0 when all have. Counts nothing. */
export async function secondsUntilFree(ctx: LimitContext, ...subjects: Subject[]): Promise<number> {
  const now = ctx.now()
  const allowed = new Map(
    subjects.map((subject) => [keyOf(ctx, subject).toString('hex'), allowedHits(ctx, subject[0])]),
  )
  const rows = await ctx.db
    .select()
    .from(rateLimits)
    .where(and(inArray(rateLimits.key, keysOf(ctx, subjects)), gt(rateLimits.expiresAt, now)))
  const full = rows.filter(({ key, hits }) => hits >= (allowed.get(key.toString('hex')) ?? 0))
  return Math.max(0, ...full.map(({ expiresAt }) => secondsUntil(expiresAt, now)))
}

/** Hits counted by these limits together in the windows that run. Counts nothing. */
export async function countHits(ctx: LimitContext, ...subjects: Subject[]): Promise<number> {
  const rows = await ctx.db
    .select({ hits: rateLimits.hits })
    .from(rateLimits)
    .where(and(inArray(rateLimits.key, keysOf(ctx, subjects)), gt(rateLimits.expiresAt, ctx.now())))
  return rows.reduce((sum, { hits }) => sum + hits, 0)
}

/** Forgets the hits counted so far. */
export async function forget(ctx: LimitContext, ...subjects: Subject[]): Promise<void> {
  await ctx.db.delete(rateLimits).where(inArray(rateLimits.key, keysOf(ctx, subjects)))
}
