import { fail, type RefusalOf, type Result } from '../../kernel/result'
import { lacksFactor } from '../../session/operator-factor'
import type { ActiveSession } from '../../session/read'
import type { ApiCall } from '../api-call'
import { isReading } from '../refuse-page-request'
import { type GuardedHandler, guarded } from './guarded'
import { requireSession, type SessionHandler } from './session'

/**
 * The operator who makes an API request; refuses with `unauthenticated` (401) or, signed in as somebody else, with
 * `forbidden` (403). The API is described in the open, so there is nothing to hide behind a 404 here.
 *
 * A request that only reads does not keep an idle session alive: pages ask by themselves for what is new, whoever sits in front of them.
 */
export async function requireOperatorCall(
  call: ApiCall,
): Promise<Result<ActiveSession, RefusalOf<typeof requireSession> | 'forbidden' | 'second_factor_needed'>> {
  const session = await requireSession(call, { doesPeek: isReading(call.request.method) })
  if (!session.ok) return session
  if (session.value.role !== 'operator') return fail('forbidden')
  return lacksFactor(call.ctx.env, session.value) ? fail('second_factor_needed') : session
}

/** Operators alone, and hands on their session; 401 `unauthenticated` or 403 `forbidden` otherwise. */
export const withOperator = (handler: SessionHandler): GuardedHandler =>
  guarded('operator', async (call) => {
    const operator = await requireOperatorCall(call)
    return operator.ok ? handler(call, operator.value) : operator
  })
