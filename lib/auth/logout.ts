import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { recordEvent } from '../events/record'
import { endSession } from '../token/session'
import { verifySession } from '../token/session-jwt'

type LogoutContext = Pick<Context, 'db' | 'env' | 'now' | 'log'>

/**
 * Ends the session that a browser presents, if it is one of ours: at sign-out, and when a new session takes its
 * place (OWASP ASVS 7.2.4: signing in ends the session that the browser held before).
 * @returns whose session ended; null: none did
 */
export async function endPresentedSession(
  ctx: Pick<LogoutContext, 'env' | 'now'>,
  db: Queryable,
  jwt: string | null,
): Promise<number | null> {
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now())
  if (!claims) return null
  return (await endSession(db, claims.sid)) ? claims.userId : null
}

/** Signs out: the session row is gone, and the cookie is refused on the very next request. */
export async function logout(ctx: LogoutContext, jwt: string | null): Promise<void> {
  const userId = await ctx.db.transaction(async (tx) => {
    const ended = await endPresentedSession(ctx, tx, jwt)
    if (ended !== null) await recordEvent(ctx, tx, { type: 'signed_out', userId: ended, actorId: ended })
    return ended
  })
  if (userId !== null) ctx.log.info('user_signed_out', { userId })
}
