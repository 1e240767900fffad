import { setDisabled } from '../../account/change'
import { cancelMessages } from '../../email/outbox/cancel'
import { fail, ok } from '../../kernel/result'
import { endSessions } from '../../session/end'
import type { PerformAct } from './act'

/**
 * Disables an account: nobody can sign in to it, its sessions end, and its waiting mail is cancelled. Refuses an
 * operator's own account with `own_account`, so that one who can sign in always remains.
 */
export const disableAccount: PerformAct = async (t, { actorId, account }) => {
  if (account.id === actorId) return fail('own_account')
  if (account.disabledAt) return fail('nothing_to_do')
  await setDisabled(t, account.id, t.now())
  await endSessions(t, account.id)
  await cancelMessages(t, { userId: account.id, reason: 'AccountDisabled' })
  return ok(null)
}
