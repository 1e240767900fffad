import type { Context } from '../context'
import { liftSuppression } from '../email/suppression'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import { lockUser } from '../token/email-token'
import type { Act } from './act'

/** Lets mail go to the account's address again: an operator knows that it works. */
export function liftAddress(ctx: Context, { actorId, userId }: Act): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) return fail('not_found')
    if (!(await liftSuppression(tx, user.email))) return fail('nothing_to_do')
    await recordEvent(ctx, tx, { type: 'suppression_lifted', userId, actorId })
    return ok(null)
  })
}
