import { noteResetRequest } from '../email/outbox/reset-request'
import type { CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'

/**
 * Somebody forgot a password (specification 4.2). Looks nobody up: the request alone is stored, and a worker mails a link
 * where the address has an account. So the answer and its time are the same for every address (ASVS 6.3.8), and nothing
 * outside of the database can delay it.
 */
export async function requestReset(
  ctx: CoreContext,
  email: EmailAddress,
  visitor: Visitor,
): Promise<Result<null, 'rate_limited'>> {
  const limited = await consume(ctx, ['resetByNetwork', visitor.network])
  if (!limited.ok) return limited
  await noteResetRequest(ctx, { email, locale: visitor.locale })
  ctx.log.info('reset_requested')
  return ok(null)
}
