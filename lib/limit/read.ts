import { and, gt, inArray } from 'drizzle-orm'
import { secondsUntil } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { rateLimits } from './schema'
import { allowedHits, keyOf, keysOf, type Subject } from './subject'

/** Seconds until all of these limits allow a hit again; 0: now. Counts nothing. */
export async function secondsUntilFree(ctx: CoreContext, ...subjects: Subject[]): Promise<number> {
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

/** The sum of the hits in the running windows of these limits. Counts nothing. */
export async function countHits(ctx: CoreContext, ...subjects: Subject[]): Promise<number> {
  const rows = await ctx.db
    .select({ hits: rateLimits.hits })
    .from(rateLimits)
    .where(and(inArray(rateLimits.key, keysOf(ctx, subjects)), gt(rateLimits.expiresAt, ctx.now())))
  return rows.reduce((sum, { hits }) => sum + hits, 0)
}
