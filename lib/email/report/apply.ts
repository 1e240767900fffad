import { eq } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { DataContext, InTransaction } from '../../kernel/context'
import { emailMessages } from '../schema'
import { advance, isSettled, rank, type Standing, suppresses } from './lifecycle'
import { claimEarlyReports, lockMessage, type Message, type Report } from './match'
import { remedyForBounce } from './our-fault'
import { suppress } from './suppression'

type Rows = InTransaction<DataContext>

const standingOf = (message: Message): Standing => ({ state: message.status, bounce: message.bounceType })

/** Raises the state of a locked message by a report, and suppresses its address where the new state says so. */
export async function applyReport(t: Rows, message: Message, report: Report): Promise<void> {
  const before = standingOf(message)
  const after = advance(before, report)
  if (rank(after) === rank(before)) return
  await t.db
    .update(emailMessages)
    .set({
      status: after.state,
      bounceType: after.bounce,
      reason: report.reason ?? null,
      lastEventAt: report.occurredAt,
      ...(isSettled(after.state) && { sealed: null, settledAt: message.settledAt ?? sharedNow(t) }),
    })
    .where(eq(emailMessages.id, message.id))
  const remedy = remedyForBounce(report)
  if (remedy) t.log.error('email_refused', { messageId: message.id, code: report.reason, detail: remedy })
  if (suppresses(after) && !report.sparesAddress && !remedy && message.recipientHash) {
    const reason = after.state === 'complained' ? 'complaint' : 'bounce'
    await suppress(t, { recipientHash: message.recipientHash, reason, messageId: message.id })
  }
}

/** Applies the reports of a message that overtook the provider's own answer. Doing it twice is fine. */
export async function applyEarlyReports(
  t: Rows,
  sent: { messageId: number; providerMessageId: string },
): Promise<void> {
  // Locked before its reports are claimed: their foreign key would otherwise share the lock with other claims.
  if (!(await lockMessage(t, sent.messageId))) return
  for (const report of await claimEarlyReports(t, sent)) {
    const message = await lockMessage(t, sent.messageId)
    if (message) await applyReport(t, message, report)
  }
}
