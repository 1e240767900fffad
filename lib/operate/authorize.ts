import type { Account } from '../account/account'
import { lockAccounts } from '../account/lock'
import type { InTransaction, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { isSessionOpen } from '../session/is-open'

/** An acting operator: their session, its handle, and the client that sends the request. */
export type Actor = { id: number; sessionId: string; handle: string; visitor: Visitor }

/** The locked rows of an act. */
type Authorized = { operator: Account; account: Account }

/**
 * Authorizes an operator to act on an account. Locks both rows in one order until the transaction ends, and checks them
 * under the lock: an operator who was stopped meanwhile does not act, and of two who disable each other one succeeds.
 * Refuses with `unauthenticated` where the session ended or its account is disabled.
 */
export async function authorize(
  t: InTransaction,
  actor: Actor,
  userId: number,
): Promise<Result<Authorized, 'unauthenticated' | 'forbidden' | 'not_found'>> {
  const locked = await lockAccounts(t, [actor.id, userId])
  const operator = locked.find(({ id }) => id === actor.id)
  if (!operator || operator.disabledAt || !(await isSessionOpen(t, actor))) return fail('unauthenticated')
  if (operator.role !== 'operator') return fail('forbidden')
  const account = locked.find(({ id }) => id === userId)
  return account ? ok({ operator, account }) : fail('not_found')
}
