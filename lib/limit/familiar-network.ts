import { and, eq, gt } from 'drizzle-orm'
import { shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { keyedHash } from '../kernel/seal'
import { rateLimits } from './schema'

/** Key of the row, among the limits, that remembers a network: a keyed hash, so that no network is stored. */
const keyOfPlace = ({ env }: CoreContext, accountId: number, network: string): Buffer =>
  keyedHash(env, 'familiar-network', `${accountId} ${network}`)

/** Notes that an account was signed in to from a network. */
export async function noteFamiliarNetwork(ctx: CoreContext, accountId: number, network: string) {
  const expiresAt = shift(ctx.now(), LIFETIMES.familiarNetwork)
  await ctx.db
    .insert(rateLimits)
    .values({ key: keyOfPlace(ctx, accountId, network), hits: 1, expiresAt })
    .onConflictDoUpdate({ target: rateLimits.key, set: { expiresAt } })
}

/** Whether an account was signed in to from a network within `familiarNetwork`. Account 0 stands for none: the same look-up finds nothing. */
export async function isFamiliarNetwork(
  ctx: CoreContext,
  accountId: number,
  network: string,
): Promise<boolean> {
  const rows = await ctx.db
    .select({ expiresAt: rateLimits.expiresAt })
    .from(rateLimits)
    .where(and(eq(rateLimits.key, keyOfPlace(ctx, accountId, network)), gt(rateLimits.expiresAt, ctx.now())))
  return rows.length > 0
}
