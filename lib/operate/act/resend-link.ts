import { mailLetter } from '../../email/outbox/enqueue'
import { isSuppressed } from '../../email/report/suppression'
import { fail, ok } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { linkLimits } from '../../limit/link-limits'
import { mintLink } from '../../link/mint'
import type { PerformAct } from './act'

/**
 * Mails a new verification link. The recipient's limits apply to operators too, so that no mailbox is flooded.
 * Refuses also with `rate_limited`.
 */
export const resendLink: PerformAct = async (t, { account }) => {
  if (account.emailVerified || account.disabledAt) return fail('nothing_to_do')
  if (await isSuppressed(t, account.email)) return fail('nothing_to_do')
  const limited = await consume(t, ...linkLimits(account.email))
  if (!limited.ok) return limited
  await mailLetter(t, 'verification', account, await mintLink(t, 'verify_email', account))
  return ok(null)
}
