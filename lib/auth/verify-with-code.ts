import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { CoreContext, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { isWholeCode } from '../link/code'
import { tryCode } from '../link/proof/try-code'
import { proveAddress } from '../link/prove-address'
import { traceVisitor } from '../session/client/trace'
import type { ActiveSession } from '../session/read'

type Refusal = 'unauthenticated' | 'already_verified' | 'invalid_code' | 'code_dead'

const MALFORMED = fail('invalid_code', { fields: [{ field: 'code', code: 'code_invalid' }] })

/**
 * Specification 4.1: the code of the verification e-mail, typed in the account's own browser, proves the address as its link
 * does. Five wrong ones, and the codes mailed so far are dead (`code_dead`); the links are not.
 */
export async function verifyWithCode(
  ctx: CoreContext,
  { session, code }: { session: Pick<ActiveSession, 'handle' | 'user'>; code: string },
  visitor: Visitor,
): Promise<Result<null, Refusal>> {
  if (!isWholeCode(code)) return MALFORMED
  const userId = session.user.id
  const outcome = await transaction(ctx, async (t): Promise<Result<null, Refusal>> => {
    const account = await lockAccount(t, userId)
    if (!account || account.disabledAt) return fail('unauthenticated')
    if (account.emailVerified) return fail('already_verified')
    const trial = await tryCode(t, account, code)
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    const event = { userId, actorId: userId, origin }
    if (trial !== 'right') {
      // Past a day's limit only the log has them: events stay for a year, and a dead code can be typed for ever.
      const counted = await consume(t, ['refusalEventByAccount', `code_refused ${userId}`])
      if (counted.ok) await recordEvent(t, { ...event, type: 'code_refused', result: 'refused' })
      return fail(trial === 'dead' ? 'code_dead' : 'invalid_code')
    }
    await proveAddress(t, account)
    await recordEvent(t, { ...event, type: 'email_verified', detail: 'code' })
    return ok(null)
  })
  if (outcome.ok) ctx.log.info('email_verified', { userId })
  else ctx.log.info('code_refused', { userId, code: outcome.error.code })
  return outcome
}
