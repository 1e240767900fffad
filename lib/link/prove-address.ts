import type { Account } from '../account/account'
import { setVerified } from '../account/change'
import { cancelMessages } from '../email/outbox/cancel'
import { mailLetter } from '../email/outbox/enqueue'
import type { InTransaction } from '../kernel/context'
import { voidLinks } from './consume'
import { LINK_PURPOSES } from './purposes'

/**
 * Marks the address of a locked account as proven, by its link or by an operator. Voids its links, cancels messages
 * with links, and mails the welcome e-mail unless the address was proven before.
 */
export async function proveAddress(t: InTransaction, account: Account): Promise<void> {
  await setVerified(t, account.id)
  await voidLinks(t, LINK_PURPOSES.verify_email.voids, account.id)
  await cancelMessages(t, { userId: account.id, reason: 'AddressVerified', kind: 'verification' })
  if (!account.emailVerified) await mailLetter(t, 'welcome', account)
}
