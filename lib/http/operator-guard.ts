import { fail, type RefusalOf, type Result } from '../kernel/result'
import { type ActiveSession, peekSession, readSession } from '../session/read'
import type { ApiCall } from './endpoint'
import { requireSession } from './session-guard'

/**
 * The operator who makes an API request; refuses with `unauthenticated` (401) or, signed in as somebody else, with
 * `forbidden` (403). The API is described in the open, so there is nothing to hide behind a 404 here.
 *
 * A GET does not keep an idle session alive: pages ask by themselves for what is new, whoever sits in front of them.
 */
export async function requireOperatorCall(
  call: ApiCall,
): Promise<Result<ActiveSession, RefusalOf<typeof requireSession> | 'forbidden'>> {
  const session = await requireSession(call, call.request.method === 'POST' ? readSession : peekSession)
  if (!session.ok) return session
  return session.value.role === 'operator' ? session : fail('forbidden')
}
