import { deleteAccount } from '../account/change'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { cancelMessages } from '../email/outbox/cancel'
import type { CoreContext, Visitor } from '../kernel/context'
import { fail, ok, type RefusalOf, type Result } from '../kernel/result'
import { findLink } from '../link/find'
import { refuseLink } from '../link/refuse'

/**
 * "This was not me": somebody else typed this address. Deletes the never-verified account with its sessions and
 * links, and stops its waiting mail, so that the address is free and nobody waits in it (pre-hijacking).
 */
export async function disown(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<null, 'already_verified' | RefusalOf<typeof refuseLink>>> {
  const link = await findLink(ctx, 'verify_email', token)
  if (link.state !== 'valid' && link.state !== 'expired') return refuseLink(ctx, link, visitor)
  const isDeleted = await deleteUnverified(ctx, link.account.id)
  if (!isDeleted) return fail('already_verified')
  ctx.log.info('account_disowned', { userId: link.account.id })
  return ok(null)
}

const deleteUnverified = (ctx: CoreContext, userId: number): Promise<boolean> =>
  transaction(ctx, async (t) => {
    const account = await lockAccount(t, userId)
    if (!account || account.emailVerified) return false
    await cancelMessages(t, { userId, reason: 'AccountDisowned' })
    await deleteAccount(t, userId)
    await recordEvent(t, { type: 'account_disowned', userId, actorId: userId })
    return true
  })
