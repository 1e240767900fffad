import { eq } from 'drizzle-orm'
import { setLastSeen } from '../account/change'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sessions } from './schema'

/** Recorded last requests of a session and its account. Null: none was recorded. */
export type Seen = {
  sid: string
  userId: number
  isOperator: boolean
  sessionSeenAt: Date | null
  userSeenAt: Date | null
}

const isStale = (at: Date | null, now: Date, age: number): boolean =>
  at === null || now.getTime() - at.getTime() >= age

/** Sessions whose write is under way, so that a burst of requests writes once. */
const pending = new Set<string>()

/**
 * Records that a session was used, unless that was recorded recently. Not awaited by the request: a write that fails or
 * is lost at shutdown only makes "last seen" some minutes older.
 */
export function recordSeen(ctx: CoreContext, seen: Seen): void {
  const now = ctx.now()
  const age = seen.isOperator ? LIFETIMES.operatorLastSeen : LIFETIMES.lastSeen
  const isSessionDue = isStale(seen.sessionSeenAt, now, age)
  const isUserDue = isStale(seen.userSeenAt, now, LIFETIMES.lastSeen)
  if ((!isSessionDue && !isUserDue) || pending.has(seen.sid)) return
  pending.add(seen.sid)
  write(ctx, seen, { isSessionDue, isUserDue })
    .catch((error) => ctx.log.warn('last_seen_not_written', { error }))
    .finally(() => pending.delete(seen.sid))
}

/**
 * Two statements without a transaction: each locks one row, so neither can deadlock with a sign-in, which locks both.
 */
async function write(
  ctx: CoreContext,
  { sid, userId }: Seen,
  { isSessionDue, isUserDue }: { isSessionDue: boolean; isUserDue: boolean },
): Promise<void> {
  if (isSessionDue) await ctx.db.update(sessions).set({ lastSeenAt: ctx.now() }).where(eq(sessions.id, sid))
  if (isUserDue) await setLastSeen(ctx, userId, LIFETIMES.lastSeen)
}
