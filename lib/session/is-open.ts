import { and, eq, gt, sql } from 'drizzle-orm'
import { ON_STANDBY, refuseStandby } from '../db/primary'
import type { CoreContext } from '../kernel/context'
import { sessions } from './schema'

/** Whether this session of this account has not ended yet. */
export async function isSessionOpen(
  { db, now }: CoreContext,
  { id: userId, sessionId }: { id: number; sessionId: string },
): Promise<boolean> {
  const isIt = and(eq(sessions.id, sessionId), eq(sessions.userId, userId), gt(sessions.expiresAt, now()))
  const { rows } = await db.execute<{ onStandby: boolean; isOpen: boolean }>(
    sql`select ${ON_STANDBY} as "onStandby", exists (select from ${sessions} where ${isIt}) as "isOpen"`,
  )
  refuseStandby(rows[0])
  return rows[0]?.isOpen === true
}
