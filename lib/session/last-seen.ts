import { eq } from 'drizzle-orm'
import { setLastSeen } from '../account/change'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sessions } from './schema'

/** Last requests, as the session's rows have them. Null: none was recorded. */
export type Seen = {
  sid: string
  userId: number
  isOperator: boolean
  sessionSeenAt: Date | null
  userSeenAt: Date | null
}

const isStale = (at: Date | null, now: Date, age: number): boolean =>
  at === null || now.getTime() - at.getTime() >= age

/** Sessions whose write is under way, so that a burst of requests makes one. */
const pending = new Set<string>()

/**
 * Notes that a session was used, where the last note is old enough. Off the request: nobody waits for it, and a note
 * that fails or is lost at shutdown costs nothing but its minutes.
 */
export function noteSeen(ctx: CoreContext, seen: Seen): void {
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

/** Two statements and no transaction: each holds one row, so that it cannot deadlock with a sign-in, which holds both. */
async function write(
  ctx: CoreContext,
  { sid, userId }: Seen,
  { isSessionDue, isUserDue }: { isSessionDue: boolean; isUserDue: boolean },
): Promise<void> {
  if (isSessionDue) await ctx.db.update(sessions).set({ lastSeenAt: ctx.now() }).where(eq(sessions.id, sid))
  if (isUserDue) await setLastSeen(ctx, userId, LIFETIMES.lastSeen)
}
