import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { noticeWayIn } from '../../factor/notice'
import { countWaysIn } from '../../factor/ways-in'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { listIdentities } from '../../provider/find'
import { unlinkIdentity } from '../../provider/link'
import type { ProviderName } from '../../provider/schema'
import { traceVisitor } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

type Refusal = 'unauthenticated' | 'not_found' | 'last_way_in' | 'rate_limited'

/**
 * Takes a linked identity from the person's account, and tells them (specification 4.7). Refuses with `last_way_in` where nothing else
 * would open the account. The lock makes two removals take turns, so that they cannot both be the last but one.
 */
export const unlink = (
  ctx: CoreContext,
  session: ActiveSession,
  identity: string,
  visitor: Visitor,
): Promise<Result<{ provider: ProviderName }, Refusal>> =>
  transaction(ctx, async (t) => {
    const { id } = session.user
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const limited = await consume(t, ['wayInChangeByAccount', String(id)])
    if (!limited.ok) return limited
    const mine = (await listIdentities(t, id)).find((one) => one.id === identity)
    if (!mine) return fail('not_found')
    if ((await countWaysIn(t, id)) < 2) return fail('last_way_in')
    await unlinkIdentity(t, mine.id)
    const { provider } = mine
    await noticeWayIn(t, 'factor_removed', account, 'provider')
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    await recordEvent(t, { type: 'identity_unlinked', userId: id, actorId: id, detail: provider, origin })
    return ok({ provider })
  })
