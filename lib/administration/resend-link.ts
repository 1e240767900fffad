import type { Context } from '../context'
import { sendVerificationEmail } from '../email/messages'
import { isSuppressed } from '../email/suppression'
import { recordEvent } from '../events/record'
import { linkLimits } from '../rate-limit/link-limits'
import { consume } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { lockUser, mintEmailToken } from '../token/email-token'
import type { Act } from './act'

/**
 * Mails a new verification link. The limits of the recipient hold for operators too: nobody's mailbox is flooded.
 * Refuses also with `rate_limited`.
 */
export function resendLink(ctx: Context, { actorId, userId }: Act): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) return fail('not_found')
    if (user.emailVerified || user.disabledAt) return fail('nothing_to_do')
    if (await isSuppressed(tx, user.email)) return fail('nothing_to_do')
    const limited = await consume({ ...ctx, db: tx }, ...linkLimits(user.email))
    if (!limited.ok) return limited
    await sendVerificationEmail(ctx, tx, user, await mintEmailToken(tx, user, ctx.now()))
    await recordEvent(ctx, tx, { type: 'verification_resent', userId, actorId })
    return ok(null)
  })
}
