import { sendVerificationEmail } from '../email/messages'
import { isSuppressed } from '../email/suppression'
import { linkLimits } from '../rate-limit/link-limits'
import { consume } from '../rate-limit/rate-limit'
import { fail, ok } from '../result'
import { mintEmailToken } from '../token/email-token'
import type { Deed } from './act'

/**
 * Mails a new verification link. The limits of the recipient hold for operators too: nobody's mailbox is flooded.
 * Refuses also with `rate_limited`.
 */
export const resendLink: Deed = async (ctx, tx, { user }) => {
  if (user.emailVerified || user.disabledAt) return fail('nothing_to_do')
  if (await isSuppressed(tx, user.email)) return fail('nothing_to_do')
  const limited = await consume({ ...ctx, db: tx }, ...linkLimits(user.email))
  if (!limited.ok) return limited
  await sendVerificationEmail(ctx, tx, user, await mintEmailToken(tx, user, ctx.now()))
  return ok(null)
}
