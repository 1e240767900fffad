import type { Account } from '../account/account'
import { lockAccounts } from '../account/lock'
import type { InTransaction } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { isSessionOpen } from '../session/is-open'

/** An operator who acts, and the session that they act in. */
export type Actor = { id: number; sessionId: string }

/**
 * Authorizes an operator to act on an account: locks both rows, in one order, until the transaction ends, and looks only
 * then. An act that was asked for before an operator was stopped is not done after it, and of two who disable each other
 * at the same moment one succeeds. Refuses with `unauthenticated` where the session is over, or its account disabled.
 */
export async function authorize(
  t: InTransaction,
  actor: Actor,
  userId: number,
): Promise<Result<Account, 'unauthenticated' | 'forbidden' | 'not_found'>> {
  const locked = await lockAccounts(t, [actor.id, userId])
  const self = locked.find(({ id }) => id === actor.id)
  if (!self || self.disabledAt || !(await isSessionOpen(t, actor))) return fail('unauthenticated')
  if (self.role !== 'operator') return fail('forbidden')
  const target = locked.find(({ id }) => id === userId)
  return target ? ok(target) : fail('not_found')
}
