import { type SQL, sql } from 'drizzle-orm'
import { given } from '../db/statement/named'
import { shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { keyedHash } from '../kernel/seal'
import { rateLimits } from './schema'

/**
 * Key of the row, among the limits, that remembers a network which an account was signed in to from: a keyed hash, so that no
 * network is stored. It is familiar until the row expires.
 */
export const familiarKey = ({ env }: CoreContext, accountId: number, network: string): Buffer =>
  keyedHash(env, 'familiar-network', `${accountId} ${network}`)

/** Notes that an account was signed in to from a network, where `gate` yields a row: a part of a statement. */
export const notingNetwork = (gate: SQL): SQL => sql`
  insert into ${rateLimits} (key, hits, expires_at)
  select ${given('keyHome', 'bytea')}, 1, ${given('endHome', 'timestamptz')} from ${gate}
  on conflict (key) do update set expires_at = excluded.expires_at`

/** The values of `notingNetwork`. */
export const familiarValues = (ctx: CoreContext, accountId: number, network: string) => ({
  keyHome: familiarKey(ctx, accountId, network),
  endHome: shift(ctx.now(), LIFETIMES.familiarNetwork),
})
