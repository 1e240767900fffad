import { transaction } from '../../db/transaction'
import { enrolmentOptions } from '../../factor/passkey/enrol'
import type { CoreContext } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

type Options = Awaited<ReturnType<typeof enrolmentOptions>>

/**
 * Options to make a passkey with (specification 4.6): `PublicKeyCredentialCreationOptionsJSON`. Good once, for five minutes.
 * @param isQuiet for a passkey that the browser makes without a dialog (conditional create)
 */
export async function startEnrolment(
  ctx: CoreContext,
  session: ActiveSession,
  isQuiet = false,
): Promise<Result<Options, 'unauthenticated' | 'rate_limited'>> {
  const { id } = session.user
  const limited = await consume(ctx, ['wayInChangeByAccount', String(id)])
  if (!limited.ok) return limited
  return await transaction(ctx, async (t) => {
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    return ok(await enrolmentOptions(t, { account, session: session.handle, isQuiet }))
  })
}
