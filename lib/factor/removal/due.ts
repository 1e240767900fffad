import type { Account } from '../../account/account'
import { recordEvent } from '../../audit/record'
import type { InTransaction, Visitor } from '../../kernel/context'
import { traceVisitor } from '../../session/client/trace'
import { noticeWayIn } from '../notice'
import { deleteRecoveryCodes } from '../recovery-code/store'
import { deleteTotp } from '../totp/store'
import { deleteRemoval, findRemoval } from './pending'

/**
 * Removes the authenticator app of a locked account that waited for it, at a sign-in with the right password. Operators have no such
 * way back: their pages are worth the thief's wait, and the server's command line is there for them.
 * @returns false where nobody waits, or the wait is not over
 */
export async function removeLostFactor(
  t: InTransaction,
  account: Account,
  visitor: Visitor,
): Promise<boolean> {
  if (account.role === 'operator') return false
  const { id: userId } = account
  const removal = await findRemoval(t, userId)
  if (!removal || t.now() < removal.dueAt) return false
  await deleteRemoval(t, userId)
  await deleteTotp(t, userId)
  await deleteRecoveryCodes(t, userId)
  const origin = { session: null, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, { type: 'factor_removed', userId, actorId: userId, origin })
  await noticeWayIn(t, 'factor_removed', account, 'totp')
  return true
}
