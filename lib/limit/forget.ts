import { type SQL, sql } from 'drizzle-orm'
import { given, namedStatement } from '../db/statement/named'
import type { CoreContext } from '../kernel/context'
import { rateLimits } from './schema'
import { keysOf, type Subject } from './subject'

const GUARDS = given('guards', 'bytea[]')

/**
 * Resets the limits `guards`, as parts of a statement, where `gate` yields a row: the hits counted so far no longer count. Locks the
 * rows in the order of the limits, as counting does, so that the two never wait for each other.
 */
export const forgetting = (gate: SQL): SQL => sql`
  guards as (
    select key from ${rateLimits} where key = any(${GUARDS}) and exists (${gate})
    order by array_position(${GUARDS}, key) for update
  ), forgotten as (
    delete from ${rateLimits} counted using guards where counted.key = guards.key
    returning 1
  )`

/** The values of `forgetting`. */
export const guardValues = (ctx: CoreContext, subjects: Subject[]) => ({ guards: keysOf(ctx, subjects) })

const forgetfulness = namedStatement('forget', () => sql`with ${forgetting(sql`select`)} select`)

/** Resets these limits: the hits counted so far no longer count. */
export async function forget(ctx: CoreContext, ...subjects: Subject[]): Promise<void> {
  await forgetfulness(ctx, guardValues(ctx, subjects))
}
