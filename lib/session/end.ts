import { and, eq } from 'drizzle-orm'
import type { CoreContext, DataContext } from '../kernel/context'
import { verifySession } from './jwt'
import { sessions } from './schema'

/** Ends one session. @returns false when there was none */
export async function endSession({ db }: DataContext, id: string): Promise<boolean> {
  const ended = await db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
  return ended.length > 0
}

/** Ends one session of this account. @returns false when this account had none of that id */
export async function endSessionOf({ db }: DataContext, userId: number, id: string): Promise<boolean> {
  const ended = await db
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  return ended.length > 0
}

/** Ends every session of an account. @returns how many there were */
export async function endSessions({ db }: DataContext, userId: number): Promise<number> {
  const ended = await db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })
  return ended.length
}

/**
 * Ends the session that a browser presents, at sign-out and when a new session replaces it.
 * @returns the id of its account; null when no session of ours ended
 */
export async function endPresentedSession(ctx: CoreContext, jwt: string | null): Promise<number | null> {
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now())
  if (!claims) return null
  return (await endSession(ctx, claims.sid)) ? claims.userId : null
}
