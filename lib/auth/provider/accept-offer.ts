import { transaction } from '../../db/transaction'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { addIdentity } from '../../provider/add'
import { takeOffer } from '../../provider/offer'
import type { ProviderName } from '../../provider/schema'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

type Refusal = 'unauthenticated' | 'not_found' | 'identity_taken' | 'rate_limited'

/**
 * Links the identity that this browser brought from a provider, now that its person signed in as before and says so (specification
 * 4.7). `offer`: the browser's cookie. Refuses with `not_found` an offer that is used, expired, or another account's.
 */
export const acceptOffer = (
  ctx: CoreContext,
  session: ActiveSession,
  offer: string | null,
  visitor: Visitor,
): Promise<Result<{ provider: ProviderName }, Refusal>> =>
  transaction(ctx, async (t) => {
    const { id } = session.user
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const limited = await consume(t, ['wayInChangeByAccount', String(id)])
    if (!limited.ok) return limited
    const identity = await takeOffer(t, offer, id)
    if (!identity) return fail('not_found')
    const added = await addIdentity(t, account, identity, { session: session.handle, visitor })
    return added.ok ? ok({ provider: identity.provider }) : added
  })
