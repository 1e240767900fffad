import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { replaceRecoveryCodes } from '../../factor/recovery-code/store'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { originOf } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

type Refusal = 'unauthenticated' | 'factor_off' | 'rate_limited'

/** Makes ten new recovery codes; the earlier ones are void (specification 4.5). Codes belong to an authenticator app. */
export async function makeRecoveryCodes(
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<string[], Refusal>> {
  const { id: userId } = session.user
  const limited = await consume(ctx, ['wayInChangeByAccount', String(userId)])
  if (!limited.ok) return limited
  return await transaction(ctx, async (t) => {
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    if (!account.secondFactorSince) return fail('factor_off')
    const codes = await replaceRecoveryCodes(t, userId)
    const origin = await originOf(t, account, visitor, session.handle)
    await recordEvent(t, { type: 'recovery_codes_made', userId, actorId: userId, origin })
    return ok(codes)
  })
}
