import type { Account } from '../account/account'
import { eraseAccount } from '../account/erase'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { CoreContext, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { findLink } from '../link/find'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { originOf } from '../session/client/trace'

type Unfit = 'account_disabled' | 'already_verified'

/**
 * "This was not me": somebody else typed this address. Erases the never-verified account: the address is free then, and no stranger holds an account on it (pre-hijacking).
 */
export async function disown(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<null, Unfit | LinkRefusal<'used' | 'unknown'>>> {
  const link = await findLink(ctx, 'verify_email', token)
  if (link.state !== 'valid' && link.state !== 'expired') return refuseLink(ctx, link.state, visitor)
  const deleted = await deleteUnverified(ctx, link.account, visitor)
  // Since the link was read, the account got another address, whose owner decides about it.
  if (deleted === 'moved') return refuseLink(ctx, 'unknown', visitor)
  if (deleted.ok) ctx.log.info('account_disowned', { userId: link.account.id })
  return deleted
}

const deleteUnverified = (
  ctx: CoreContext,
  { id: userId, email }: Account,
  visitor: Visitor,
): Promise<Result<null, Unfit> | 'moved'> =>
  transaction(ctx, async (t) => {
    const account = await lockAccount(t, userId)
    if (account && account.email !== email) return 'moved'
    // Deleting it would free the address and lift the operator's decision.
    if (account?.disabledAt) return fail('account_disabled')
    if (!account || account.emailVerified) return fail('already_verified')
    const origin = await originOf(t, account, visitor)
    await eraseAccount(t, account, 'AccountDisowned')
    await recordEvent(t, { type: 'account_disowned', userId, actorId: userId, origin })
    return ok(null)
  })
