import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { shift } from '../clock'
import type { Context } from '../context'
import { sessions, users } from '../db/schema'
import { LIFETIMES } from './lifetimes'

/** What the session's rows say of the last request. Null: none was recorded. */
export type Seen = {
  sid: string
  userId: number
  isOperator: boolean
  sessionSeenAt: Date | null
  userSeenAt: Date | null
}

type SeenContext = Pick<Context, 'db' | 'now' | 'log'>

const isStale = (at: Date | null, now: Date, age: number): boolean =>
  at === null || now.getTime() - at.getTime() >= age

/** Sessions whose write is under way, so that a burst of requests makes one. */
const pending = new Set<string>()

/**
 * Notes that a session was used, where the last note is old enough. Off the request: nobody waits for it, and a note
 * that fails or is lost at shutdown costs nothing but its minutes.
 */
export function noteSeen(ctx: SeenContext, seen: Seen): void {
  const now = ctx.now()
  const age = seen.isOperator ? LIFETIMES.operatorLastSeen : LIFETIMES.lastSeen
  const isSessionDue = isStale(seen.sessionSeenAt, now, age)
  const isUserDue = isStale(seen.userSeenAt, now, LIFETIMES.lastSeen)
  if ((!isSessionDue && !isUserDue) || pending.has(seen.sid)) return
  pending.add(seen.sid)
  write(ctx, seen, { now, isSessionDue, isUserDue })
    .catch((error) => ctx.log.warn('last_seen_not_written', { error }))
    .finally(() => pending.delete(seen.sid))
}

/** Two statements and no transaction: each holds one row, so that it cannot deadlock with a sign-in, which holds both. */
async function write(
  { db }: SeenContext,
  { sid, userId }: Seen,
  { now, isSessionDue, isUserDue }: { now: Date; isSessionDue: boolean; isUserDue: boolean },
): Promise<void> {
  if (isSessionDue) await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sid))
  if (!isUserDue) return
  const stale = or(isNull(users.lastSeenAt), lte(users.lastSeenAt, shift(now, -LIFETIMES.lastSeen)))
  await db
    .update(users)
    .set({ lastSeenAt: now })
    .where(and(eq(users.id, userId), stale))
}
