import { setDisabled } from '../../account/change'
import { cancelMessages } from '../../email/outbox/cancel'
import { fail, ok } from '../../kernel/result'
import { endSessions } from '../../session/end'
import type { PerformAct } from './act'

/**
 * Disables an account: nobody signs in to it any more, its sessions are over, and it gets no mail. Refuses also with
 * `own_account`: who disables is somebody else who can sign in, so one always remains.
 */
export const disableAccount: PerformAct = async (t, { actorId, account }) => {
  if (account.id === actorId) return fail('own_account')
  if (account.disabledAt) return fail('nothing_to_do')
  await setDisabled(t, account.id, t.now())
  await endSessions(t, account.id)
  await cancelMessages(t, { userId: account.id, reason: 'AccountDisabled' })
  return ok(null)
}
