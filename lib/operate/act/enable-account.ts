import { setDisabled } from '../../account/change'
import { fail, ok } from '../../kernel/result'
import type { PerformAct } from './act'

/** Enables a disabled account: its person can sign in again, with the same password. */
export const enableAccount: PerformAct = async (t, { account }) => {
  if (!account.disabledAt) return fail('nothing_to_do')
  await setDisabled(t, account.id, null)
  return ok(null)
}
