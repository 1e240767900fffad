import type { Account } from '../account/account'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { consumeLink } from '../link/consume'
import { findLink } from '../link/find'
import { proveAddress } from '../link/prove-address'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { presentedHandle } from '../session/client/presented'
import { originOf } from '../session/client/trace'

/**
 * Specification 1.2: the address is proven, every verification link of the account is void, and the welcome e-mail
 * leaves, all in one transaction.
 */
export async function verifyEmail(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<{ userId: number; email: EmailAddress }, 'account_disabled' | LinkRefusal>> {
  const link = await findLink(ctx, 'verify_email', token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  if (link.account.disabledAt) return fail('account_disabled')
  const outcome = await verifyBy(ctx, link.account, token, visitor)
  if (outcome === 'disabled') return fail('account_disabled')
  // Between reading and locking, somebody else used this link or a newer one of the account.
  if (outcome === 'gone') {
    const { state } = await findLink(ctx, 'verify_email', token)
    return refuseLink(ctx, state, visitor)
  }
  ctx.log.info('email_verified', { userId: link.account.id })
  return ok({ userId: link.account.id, email: link.account.email })
}

type Outcome = 'verified' | 'gone' | 'disabled'

const verifyBy = (
  ctx: CoreContext,
  { id, email }: Account,
  token: string,
  visitor: Visitor,
): Promise<Outcome> =>
  transaction(ctx, async (t) => {
    const account = await lockAccount(t, id)
    if (!account || account.email !== email) return 'gone'
    if (account.disabledAt) return 'disabled'
    if (!(await consumeLink(t, { purpose: 'verify_email', userId: id, token }))) return 'gone'
    await proveAddress(t, account)
    if (account.emailVerified) return 'verified'
    const origin = await originOf(t, account, visitor, await presentedHandle(t, visitor, id))
    await recordEvent(t, { type: 'email_verified', userId: id, actorId: id, origin })
    return 'verified'
  })
