import { liftSuppression } from '../email/suppression'
import { fail, ok } from '../result'
import type { Deed } from './act'

/** Lets mail go to the account's address again: an operator knows that it works. */
export const liftAddress: Deed = async (_ctx, tx, { user }) =>
  (await liftSuppression(tx, user.email)) ? ok(null) : fail('nothing_to_do')
