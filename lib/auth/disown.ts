import { deleteAccount } from '../account/change'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { cancelMessages } from '../email/outbox/cancel'
import type { CoreContext, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { findLink } from '../link/find'
import { type LinkRefusal, refuseLink } from '../link/refuse'

type Unfit = 'account_disabled' | 'already_verified'

/**
 * "This was not me": somebody else typed this address. Deletes the never-verified account with its sessions and links,
 * and cancels its waiting mail. The address is free then, and no stranger holds an account on it (pre-hijacking).
 */
export async function disown(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<null, Unfit | LinkRefusal<'used' | 'unknown'>>> {
  const link = await findLink(ctx, 'verify_email', token)
  if (link.state !== 'valid' && link.state !== 'expired') return refuseLink(ctx, link.state, visitor)
  const deleted = await deleteUnverified(ctx, link.account.id)
  if (deleted.ok) ctx.log.info('account_disowned', { userId: link.account.id })
  return deleted
}

const deleteUnverified = (ctx: CoreContext, userId: number): Promise<Result<null, Unfit>> =>
  transaction(ctx, async (t) => {
    const account = await lockAccount(t, userId)
    // Deleting it would free the address and lift the operator's decision.
    if (account?.disabledAt) return fail('account_disabled')
    if (!account || account.emailVerified) return fail('already_verified')
    await cancelMessages(t, { userId, reason: 'AccountDisowned' })
    await deleteAccount(t, userId)
    await recordEvent(t, { type: 'account_disowned', userId, actorId: userId })
    return ok(null)
  })
