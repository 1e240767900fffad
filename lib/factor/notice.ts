import type { Account } from '../account/account'
import type { WayIn } from '../email/letters/letter'
import { mailLetter } from '../email/outbox/enqueue'
import type { InTransaction } from '../kernel/context'
import { mintLink } from '../link/mint'

type Recipient = Pick<Account, 'id' | 'email' | 'name' | 'locale'>

/** Tells the owner that a way in was added or removed. "This was not me" removes what was added since. */
export async function noticeWayIn(
  t: InTransaction,
  kind: 'factor_added' | 'factor_removed',
  account: Recipient,
  wayIn: WayIn,
): Promise<void> {
  const minted = await mintLink(t, 'not_me', { id: account.id, email: account.email })
  await mailLetter(t, kind, account, { ...minted, facts: { at: t.now().toISOString(), wayIn } })
}
