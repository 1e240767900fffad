import { setPasskeyCount } from '../../account/change'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { noticeWayIn } from '../../factor/notice'
import { deletePasskey } from '../../factor/passkey/store'
import { countWaysIn } from '../../factor/ways-in'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { originOf } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

type Refusal = 'unauthenticated' | 'not_found' | 'last_way_in' | 'rate_limited'

/** Removes a passkey of the account, unless it is the last way in (specification 4.6). The owner is told by mail. */
export async function removePasskey(
  ctx: CoreContext,
  { session, id }: { session: ActiveSession; id: string },
  visitor: Visitor,
): Promise<Result<null, Refusal>> {
  const { id: userId } = session.user
  const limited = await consume(ctx, ['wayInChangeByAccount', String(userId)])
  if (!limited.ok) return limited
  return await transaction(ctx, async (t) => {
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    if ((await countWaysIn(t, userId)) <= 1) return fail('last_way_in')
    if (!(await deletePasskey(t, { userId, id }))) return fail('not_found')
    await setPasskeyCount(t, userId, account.passkeys - 1)
    const origin = await originOf(t, account, visitor, session.handle)
    await recordEvent(t, { type: 'passkey_removed', userId, actorId: userId, origin })
    await noticeWayIn(t, 'factor_removed', account, 'passkey')
    t.log.info('passkey_removed', { userId })
    return ok(null)
  })
}
