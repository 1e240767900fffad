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

/** A refusal of the recipient. `unless`: the end of the claim where not the recipient, but the server is suspected. */
export type Bounced<Else> = { status: 'bounced'; lastError: string; bounce: Bounce; unless: Else }

/** Keeps our advisory locks apart from others': any number. */
const REFUSAL_LOCK = 5_505_501

/**
 * Records that the mail server refused a recipient, as a provider's report of a bounce would be: the same states, the same
 * suppressions, the same figures. A refusal by its text alone is no bounce once the server refuses one recipient after the
 * other: such messages wait, and an alarm is raised.
 * @returns how it ended, or null when the claim was no longer ours
 */
export const settleBounce = <Else extends Unsent>(
  ctx: DataContext,
  { id, attempts }: Pick<Claim, 'id' | 'attempts'>,
  outcome: Bounced<Else>,
): Promise<Bounced<Else> | Else | null> =>
  transaction(ctx, async (t) => {
    const isBare = outcome.bounce.reason === RECIPIENT_REFUSED
    // One after the other, or several at once would each seem to be the first.
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

/** The reply is kept with the reports of the message: it is one, given at once. */
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

/** The end of a claim where the server is suspected, and not the recipient. */
async function keepWaiting(t: Rows, id: number, unless: Unsent): Promise<void> {
  await t.db.update(emailMessages).set(unsentColumns(t, unless)).where(eq(emailMessages.id, id))
}
