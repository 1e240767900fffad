import { mailResetLink } from '../../email/outbox/mail-reset'
import { isSuppressed } from '../../email/report/suppression'
import { fail, ok } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { linkLimits } from '../../limit/link-limits'
import type { PerformAct } from './act'

/**
 * Mails a link to choose a new password to the person's own mailbox. The operator sees neither link nor password, and can set
 * none; the recipient's limits apply. Refuses also with `rate_limited`.
 */
export const sendReset: PerformAct = async (t, { account }) => {
  if (account.disabledAt || (await isSuppressed(t, account.email))) return fail('nothing_to_do')
  const limited = await consume(t, ...linkLimits(account.email))
  if (!limited.ok) return limited
  await mailResetLink(t, account)
  return ok(null)
}
