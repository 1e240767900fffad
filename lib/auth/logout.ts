import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { endSession } from '../token/session'
import { verifySession } from '../token/session-jwt'

type LogoutContext = Pick<Context, 'db' | 'env' | 'now' | 'log'>

/**
 * Ends the session that a browser presents, if it is one of ours: at sign-out, and when a new session takes its
 * place (OWASP ASVS 7.2.4: signing in ends the session that the browser held before).
 */
export async function endPresentedSession(
  ctx: Pick<LogoutContext, 'env' | 'now'>,
  db: Queryable,
  jwt: string | null,
): Promise<number | null> {
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now())
  if (!claims) return null
  await endSession(db, claims.sid)
  return claims.userId
}

/** Signs out: the session row is gone, and the cookie is refused on the very next request. */
export async function logout(ctx: LogoutContext, jwt: string | null): Promise<void> {
  const userId = await endPresentedSession(ctx, ctx.db, jwt)
  if (userId !== null) ctx.log.info('user_signed_out', { userId })
}
