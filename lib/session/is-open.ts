import { and, eq, gt } from 'drizzle-orm'
import type { CoreContext } from '../kernel/context'
import { sessions } from './schema'

/** Whether this session of this account has not ended yet. */
export async function isSessionOpen(
  { db, now }: CoreContext,
  { id: userId, sessionId }: { id: number; sessionId: string },
): Promise<boolean> {
  const open = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), gt(sessions.expiresAt, now())))
  return open.length > 0
}
