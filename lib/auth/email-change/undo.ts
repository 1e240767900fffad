import { isAddressTaken, setAddress, voidDeviceMarks } from '../../account/change'
import { lockAccount } from '../../account/lock'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { cancelMessages } from '../../email/outbox/cancel'
import { mailResetLink } from '../../email/outbox/mail-reset'
import { removeWaysIn } from '../../factor/remove-all'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { fail, ok, type Result } from '../../kernel/result'
import { consumeLink, voidLaterLinks } from '../../link/consume'
import { findLink } from '../../link/find'
import { type LinkRefusal, refuseLink } from '../../link/refuse'
import { traceVisitor } from '../../session/client/trace'
import { endSessions } from '../../session/end'

const PURPOSE = 'undo_email_change'

/** The link that gives `email` back to its account. */
type Undo = { userId: number; token: string; email: EmailAddress }

/**
 * Specification 4.3: gives an account its former address back, in any browser: whoever reads that mailbox decides, for seven
 * days. Every session ends, marks of known devices are void, and a link to choose a new password leaves to that address.
 *
 * After several changes the earliest address decides: its link voids those of later changes, and none of them voids it. So
 * nobody who took an account over shakes the owner off by changing the address twice.
 */
export async function undoEmailChange(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<null, 'account_disabled' | 'email_taken' | LinkRefusal>> {
  const link = await findLink(ctx, PURPOSE, token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  const undo = { userId: link.account.id, token, email: link.email }
  const outcome = await giveBack(ctx, undo, visitor)
  if (outcome === 'gone') return refuseLink(ctx, (await findLink(ctx, PURPOSE, token)).state, visitor)
  if (outcome.ok) ctx.log.info('email_change_undone', { userId: undo.userId })
  return outcome
}

type Outcome = Result<null, 'account_disabled' | 'email_taken'> | 'gone'

async function giveBack(ctx: CoreContext, undo: Undo, visitor: Visitor): Promise<Outcome> {
  try {
    return await transaction(ctx, (t) => giveBackLocked(t, undo, visitor))
  } catch (error) {
    // The address was reserved: only an import, or an operator in the database, can have given it away.
    if (isAddressTaken(error)) return fail('email_taken')
    throw error
  }
}

async function giveBackLocked(
  t: InTransaction,
  { userId, token, email }: Undo,
  visitor: Visitor,
): Promise<Outcome> {
  const account = await lockAccount(t, userId)
  if (!account) return 'gone'
  if (account.disabledAt) return fail('account_disabled')
  await voidLaterLinks(t, { purpose: PURPOSE, userId, token })
  const changedAt = await consumeLink(t, { purpose: PURPOSE, userId, token })
  if (!changedAt) return 'gone'
  await removeAddedSince(t, userId, changedAt)
  await setAddress(t, userId, email)
  await endSessions(t, userId)
  await voidDeviceMarks(t, userId)
  await mailResetLink(t, { ...account, email })
  const origin = { session: null, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, { type: 'email_change_undone', userId, actorId: userId, origin })
  return ok(null)
}

/**
 * Removes everything that was added to the account since the change, so that nobody finds a way back in. The pending address
 * went with its link; its mail goes here, and so do passkeys, an authenticator app and linked identities.
 */
async function removeAddedSince(t: InTransaction, userId: number, changedAt: Date): Promise<void> {
  await removeWaysIn(t, userId, changedAt)
  await cancelMessages(t, {
    userId,
    reason: 'EmailChangeUndone',
    kind: ['verification', 'password_reset', 'email_change'],
  })
}
