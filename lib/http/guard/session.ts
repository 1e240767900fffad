import { fail, ok, type Refused, type Result } from '../../kernel/result'
import { type ActiveSession, readSession } from '../../session/read'
import type { ApiCall } from '../api-call'
import { type GuardedHandler, guarded } from './guarded'

/** A handler behind a session. */
export type SessionHandler = (call: ApiCall, session: ActiveSession) => Promise<Response | Refused>

/**
 * The session that an API call is made with, or the refusal `unauthenticated` (401).
 * @param read `peekSession` where a page asks by itself, and not the person in front of it
 */
export async function requireSession(
  { ctx, visitor }: ApiCall,
  read: typeof readSession = readSession,
): Promise<Result<ActiveSession, 'unauthenticated'>> {
  const session = await read(ctx, visitor.jwt)
  return session ? ok(session) : fail('unauthenticated')
}

/** As `requireSession`; refuses an account whose address is unproven with `email_unverified` (403). */
export async function requireVerifiedSession(
  call: ApiCall,
): Promise<Result<ActiveSession, 'unauthenticated' | 'email_unverified'>> {
  const session = await requireSession(call)
  return session.ok && !session.value.user.emailVerified ? fail('email_unverified') : session
}

/**
 * Admits the signed-in, and hands their session on; 401 `unauthenticated` otherwise.
 * @param read as in `requireSession`
 */
export const withSession = (handler: SessionHandler, read?: typeof readSession): GuardedHandler =>
  guarded('session', async (call) => {
    const session = await requireSession(call, read)
    return session.ok ? handler(call, session.value) : session
  })

/** Admits the signed-in whose address is proven; 401 `unauthenticated` or 403 `email_unverified` otherwise. */
export const withVerifiedSession = (handler: SessionHandler): GuardedHandler =>
  guarded('verified_session', async (call) => {
    const session = await requireVerifiedSession(call)
    return session.ok ? handler(call, session.value) : session
  })
