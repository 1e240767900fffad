import type { Account } from '../../account/account'
import { lockAccount } from '../../account/lock'
import type { InTransaction } from '../../kernel/context'
import { isSessionOpen } from '../is-open'
import type { ActiveSession } from '../read'

/**
 * Locks the account of a session until the transaction ends, for an act of its person. Null where the account is gone or disabled, or the
 * session ended since the request was let in.
 */
export async function lockOwner(
  t: InTransaction,
  { id: sessionId, user }: { id: ActiveSession['id']; user: { id: number } },
): Promise<Account | null> {
  const account = await lockAccount(t, user.id)
  if (!account || account.disabledAt) return null
  return (await isSessionOpen(t, { id: user.id, sessionId })) ? account : null
}
