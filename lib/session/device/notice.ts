import type { Account } from '../../account/account'
import { mailLetter } from '../../email/outbox/enqueue'
import type { InTransaction } from '../../kernel/context'
import { consume } from '../../limit/consume'
import { mintLink } from '../../link/mint'
import type { Trace } from '../client/trace'

/**
 * Tells the owner of a sign-in from a browser without a mark of the account. An unproven address is not told: it may be a
 * stranger's. Over the limit of notices nothing is sent.
 */
export async function noticeNewDevice(
  t: InTransaction,
  account: Account,
  origin: Trace & { session: string },
): Promise<void> {
  const { id, email } = account
  if (!account.emailVerified || !(await consume(t, ['deviceNoticeByRecipient', email])).ok) return
  const { browser, system, country, session } = origin
  const minted = await mintLink(t, 'not_me', { id, email, session })
  const facts = { at: t.now().toISOString(), client: { browser, system, country } }
  await mailLetter(t, 'new_device', account, { ...minted, facts })
}
