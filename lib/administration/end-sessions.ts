import { and, eq } from 'drizzle-orm'
import type { Context } from '../context'
import { sessions } from '../db/schema'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import { lockUser } from '../token/email-token'
import { endSessions } from '../token/session'
import type { Act } from './act'

/** Ends one session of the account: it is refused on its next request. */
export function endOneSession(ctx: Context, { actorId, userId, sessionId }: Act): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    if (!(await lockUser(tx, userId))) return fail('not_found')
    if (sessionId === undefined) return fail('invalid_input')
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
      .returning({ id: sessions.id })
    if (ended.length === 0) return fail('nothing_to_do')
    await recordEvent(ctx, tx, { type: 'session_ended', userId, actorId })
    return ok(null)
  })
}

/** Ends every session of the account. */
export function endAllSessions(ctx: Context, { actorId, userId }: Act): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    if (!(await lockUser(tx, userId))) return fail('not_found')
    const count = await endSessions(tx, userId)
    if (count === 0) return fail('nothing_to_do')
    await recordEvent(ctx, tx, { type: 'sessions_ended', userId, actorId, detail: String(count) })
    return ok(null)
  })
}
