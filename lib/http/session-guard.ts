import { fail, ok, type Result } from '../kernel/result'
import { type ActiveSession, readSession } from '../session/read'
import type { ApiCall } from './endpoint'

/**
 * The session that an API call is made with, or the refusal `unauthenticated` (401). For handlers; pages and server
 * actions ask `requireUser` (`lib/http/page/current-user.ts`):
 *
 *     const session = await requireSession(call)
 *     if (!session.ok) return session
 *
 * @param read `peekSession` where a page asks by itself, and not the person in front of it
 */
export async function requireSession(
  { ctx, visitor }: ApiCall,
  read: typeof readSession = readSession,
): Promise<Result<ActiveSession, 'unauthenticated'>> {
  const session = await read(ctx, visitor.jwt)
  return session ? ok(session) : fail('unauthenticated')
}
