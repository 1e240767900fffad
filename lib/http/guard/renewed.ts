import type { Refused } from '../../kernel/result'
import type { IssuedSession } from '../../session/issue'
import type { ActiveSession } from '../../session/read'
import type { ApiCall } from '../api-call'
import { SESSION_COOKIE, sessionCookie } from '../cookies'
import { handle } from '../handle'
import type { SessionHandler } from './session'

const setsSession = ({ headers }: Response): boolean =>
  headers.getSetCookie().some((line) => line.startsWith(`${SESSION_COOKIE}=`))

/**
 * Runs a handler in a session that was renewed for it. The new cookie goes out whatever becomes of the handler, exceptions
 * included, because the old JWT is refused by now; unless the handler answers with a newer session yet.
 */
export async function handleRenewed(
  call: ApiCall,
  { session, renewed }: { session: ActiveSession; renewed: IssuedSession },
  handler: SessionHandler,
): Promise<Response | Refused> {
  const { ctx } = call
  call.visitor = { ...call.visitor, jwt: renewed.jwt }
  const now = { ...session, id: renewed.id, passwordAt: ctx.now() }
  const response = await handle(call, () => handler(call, now))
  if (!setsSession(response)) response.headers.append('Set-Cookie', sessionCookie(ctx.env, renewed.jwt))
  return response
}
