import { inArray } from 'drizzle-orm'
import type { CoreContext } from '../kernel/context'
import { rateLimits } from './schema'
import { keysOf, type Subject } from './subject'

/** Resets these limits: the hits counted so far no longer count. */
export async function forget(ctx: CoreContext, ...subjects: Subject[]): Promise<void> {
  await ctx.db.delete(rateLimits).where(inArray(rateLimits.key, keysOf(ctx, subjects)))
}
