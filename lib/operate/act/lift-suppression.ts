import { liftSuppression } from '../../email/report/suppression'
import { fail, ok } from '../../kernel/result'
import type { PerformAct } from './act'

/** Lets mail go to the account's address again: an operator knows that it works. */
export const liftAddress: PerformAct = async (t, { account }) =>
  (await liftSuppression(t, account.email)) ? ok(null) : fail('nothing_to_do')
