import { and, eq } from 'drizzle-orm'
import type { CoreContext, DataContext } from '../kernel/context'
import { verifySession } from './jwt'
import { sessions } from './schema'

/** Ends one session. Ending it twice, or one that never was, is fine. @returns whether it was there */
export async function endSession({ db }: DataContext, id: string): Promise<boolean> {
  const ended = await db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
  return ended.length > 0
}

/** Ends one session of this account, and no other account's. @returns whether it was there */
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
 * Ends the session that a browser presents, if it is one of ours: at sign-out, and when a new session takes its
 * place. @returns whose session ended; null: none did
 */
export async function endPresentedSession(ctx: CoreContext, jwt: string | null): Promise<number | null> {
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now())
  if (!claims) return null
  return (await endSession(ctx, claims.sid)) ? claims.userId : null
}
