import { eq, sql } from 'drizzle-orm'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import { applyReport } from '../report/apply'
import type { MailEvent } from '../report/lifecycle'
import { lockMessage, type Message } from '../report/match'
import { storeEvent } from '../report/record'
import { countRefusedRecipients, RECIPIENT_REFUSED, SUSPICIOUS } from '../report/refused-recipients'
import { emailEvents, emailMessages } from '../schema'
import type { Bounce } from '../transport/send-error'
import type { Claim } from './claim'
import { type Unsent, unsentColumns } from './settle'

/** A refusal of the recipient. `unless`: how the claim ends if the server itself is suspected. */
export type Bounced<Else> = { status: 'bounced'; lastError: string; bounce: Bounce; unless: Else }

/** Advisory lock; the number is arbitrary, but no other lock of ours has it. */
const REFUSAL_LOCK = 5_505_501

/**
 * Records that the mail server refused a recipient, with the same states, suppressions and figures as a provider's report
 * of a bounce. Once the server refuses one recipient after the other by words alone, such messages wait instead, and an
 * alarm is raised.
 * @returns how the claim ended, or null when it was no longer ours
 */
export const settleBounce = <Else extends Unsent>(
  ctx: DataContext,
  { id, attempts }: Pick<Claim, 'id' | 'attempts'>,
  outcome: Bounced<Else>,
): Promise<Bounced<Else> | Else | null> =>
  transaction(ctx, async (t) => {
    const isBare = outcome.bounce.reason === RECIPIENT_REFUSED
    // One at a time, or each of several simultaneous refusals would count as the first.
    if (isBare) await t.db.execute(sql`select pg_advisory_xact_lock(${REFUSAL_LOCK})`)
    const message = await lockMessage(t, id)
    if (message?.attempts !== attempts || message.status !== 'sending') return null
    if (isBare && (await countRefusedRecipients(t, id)) + 1 >= SUSPICIOUS) {
      await noteRefusal(t, id)
      await keepWaiting(t, id, outcome.unless)
      return outcome.unless
    }
    await bounce(t, message, outcome)
    return outcome
  })

type Rows = InTransaction<DataContext>

/** Stores the reply among the reports of the message: it is a report that came at once. */
async function bounce(
  t: Rows,
  message: Message,
  { lastError, bounce: { type, suppresses, reason } }: Bounced<unknown>,
): Promise<void> {
  const sourceId = `reply-${message.id}-${message.attempts}`
  const report: MailEvent = {
    type: 'bounce',
    bounce: type,
    reason,
    sparesAddress: !suppresses,
    sourceId,
    occurredAt: t.now(),
  }
  await storeEvent(t, report, message.id)
  await applyReport(t, message, report)
  await t.db.update(emailMessages).set({ lastError }).where(eq(emailMessages.id, message.id))
}

/** Keeps the last refusal of a message that waits, so that all processes count it. */
async function noteRefusal(t: Rows, messageId: number): Promise<void> {
  const sourceId = `reply-${messageId}`
  await t.db.delete(emailEvents).where(eq(emailEvents.sourceId, sourceId))
  const report: MailEvent = { type: 'delay', reason: RECIPIENT_REFUSED, sourceId, occurredAt: t.now() }
  await storeEvent(t, report, messageId)
}

/** Ends the claim of a message that waits because the server is suspected. */
async function keepWaiting(t: Rows, id: number, unless: Unsent): Promise<void> {
  await t.db.update(emailMessages).set(unsentColumns(t, unless)).where(eq(emailMessages.id, id))
}
