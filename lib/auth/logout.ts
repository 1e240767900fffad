import { findAccount } from '../account/find'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { CoreContext, Visitor } from '../kernel/context'
import { originOf } from '../session/client/trace'
import { endPresentedSession } from '../session/end'

/** Signs out: the session row is gone, and the cookie is refused on the very next request. */
export async function logout(ctx: CoreContext, visitor: Visitor): Promise<void> {
  const userId = await transaction(ctx, async (t) => {
    const ended = await endPresentedSession(t, visitor.jwt)
    const account = ended && (await findAccount(t, ended.userId))
    if (!account) return null
    const origin = await originOf(t, account, visitor, ended.handle)
    await recordEvent(t, { type: 'signed_out', userId: account.id, actorId: account.id, origin })
    return account.id
  })
  if (userId !== null) ctx.log.info('user_signed_out', { userId })
}
