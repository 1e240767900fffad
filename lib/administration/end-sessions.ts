import { and, eq } from 'drizzle-orm'
import { sessions } from '../db/schema'
import { fail, ok } from '../result'
import { endSessions } from '../token/session'
import type { Deed } from './act'

/** Ends one session of the account: it is refused on its next request. */
export const endOneSession: Deed = async (_ctx, tx, { user, sessionId }) => {
  if (sessionId === undefined) return fail('invalid_input')
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, user.id)))
    .returning({ id: sessions.id })
  return ended.length === 0 ? fail('nothing_to_do') : ok(null)
}

/** Ends every session of the account. */
export const endAllSessions: Deed = async (_ctx, tx, { user }) => {
  const count = await endSessions(tx, user.id)
  return count === 0 ? fail('nothing_to_do') : ok(String(count))
}
