import { fail, type Refused, type Result } from '../../kernel/result'
import { admitSession, type SessionRefusal } from '../../session/bind/admit'
import type { ActiveSession } from '../../session/read'
import type { ApiCall } from '../api-call'
import { type GuardedHandler, guarded } from './guarded'

/** A handler behind a session. */
export type SessionHandler = (call: ApiCall, session: ActiveSession) => Promise<Response | Refused>

/** `doesPeek`: a page asks by itself, and not the person in front of it. */
type Asking = { doesPeek?: boolean }

/**
 * The session that an API call is made with, or the refusal `unauthenticated` (401); of a session with a key that is not proven
 * `device_proof_missing` (401), or `device_unchecked` (503) where the browser says that it could not.
 */
export const requireSession = (
  { ctx, visitor }: ApiCall,
  { doesPeek = false }: Asking = {},
): Promise<Result<ActiveSession, SessionRefusal>> => admitSession(ctx, visitor, doesPeek)

/** As `requireSession`; refuses an account whose address is unproven with `email_unverified` (403). */
export async function requireVerifiedSession(
  call: ApiCall,
): Promise<Result<ActiveSession, SessionRefusal | 'email_unverified'>> {
  const session = await requireSession(call)
  return session.ok && !session.value.user.emailVerified ? fail('email_unverified') : session
}

/** Admits the signed-in, and hands their session on; refuses as `requireSession` otherwise. */
export const withSession = (handler: SessionHandler, asking?: Asking): GuardedHandler =>
  guarded('session', async (call) => {
    const session = await requireSession(call, asking)
    return session.ok ? handler(call, session.value) : session
  })

/** Admits the signed-in whose address is proven; 401 `unauthenticated` or 403 `email_unverified` otherwise. */
export const withVerifiedSession = (handler: SessionHandler): GuardedHandler =>
  guarded('verified_session', async (call) => {
    const session = await requireVerifiedSession(call)
    return session.ok ? handler(call, session.value) : session
  })
