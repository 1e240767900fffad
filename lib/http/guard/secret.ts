import { fail, ok, type RefusalOf, type Result } from '../../kernel/result'
import type { ApiCall, ApiHandler } from '../api-call'
import { isBearer } from '../request/bearer'
import { type GuardedHandler, guarded } from './guarded'
import { requireOperatorCall } from './operator'

/** The configured secret of a machine's request. */
type SecretOf = (env: ApiCall['ctx']['env']) => string | undefined

/** Refuses a request without the secret: 401 `unauthenticated`. Where none is configured, the address does not exist: 404. */
export const withSecret = (secretOf: SecretOf, handler: ApiHandler): GuardedHandler =>
  guarded('secret', async (call) => {
    const secret = secretOf(call.ctx.env)
    if (!secret) return fail('not_found')
    return isBearer(call.request.headers, secret) ? handler(call) : fail('unauthenticated')
  })

/** Accepts the secret, else an operator's session. With a wrong secret the cookie is ignored. */
export async function requireSecretOrOperator(
  call: ApiCall,
  secretOf: SecretOf,
): Promise<Result<unknown, RefusalOf<typeof requireOperatorCall>>> {
  const secret = secretOf(call.ctx.env)
  if (!call.request.headers.has('authorization')) return requireOperatorCall(call)
  return secret && isBearer(call.request.headers, secret) ? ok(null) : fail('unauthenticated')
}

/** A machine with the secret, or an operator; 401 `unauthenticated` or 403 `forbidden` otherwise. */
export const withSecretOrOperator = (secretOf: SecretOf, handler: ApiHandler): GuardedHandler =>
  guarded('secret_or_operator', async (call) => {
    const allowed = await requireSecretOrOperator(call, secretOf)
    return allowed.ok ? handler(call) : allowed
  })
