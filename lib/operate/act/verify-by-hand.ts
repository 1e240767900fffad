import { fail, ok } from '../../kernel/result'
import { proveAddress } from '../../link/prove-address'
import type { PerformAct } from './act'

/** Proves the address in the person's place: an operator knows from elsewhere that it is theirs. */
export const verifyByHand: PerformAct = async (t, { account }) => {
  if (account.emailVerified || account.disabledAt) return fail('nothing_to_do')
  await proveAddress(t, account)
  return ok(null)
}
