import type { Account } from '../account/account'
import { lockAccounts } from '../account/lock'
import type { InTransaction } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { isSessionOpen } from '../session/is-open'

/** An acting operator and their session. */
export type Actor = { id: number; sessionId: string }

/**
 * Authorizes an operator to act on an account. Locks both rows in one order until the transaction ends, and checks them
 * under the lock: an operator who was stopped meanwhile does not act, and of two who disable each other one succeeds.
 * Refuses with `unauthenticated` where the session ended or its account is disabled.
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
