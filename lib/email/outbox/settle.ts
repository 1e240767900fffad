import { and, eq, ne, sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { isUnavailable } from '../../db/errors'
import { transaction } from '../../db/transaction'
import type { DataContext } from '../../kernel/context'
import type { Receipt } from '../../kernel/ports'
import { applyEarlyReports } from '../report/apply'
import { lockProviderMessage } from '../report/match'
import { emailMessages } from '../schema'
import type { Claim } from './claim'

type Sent = { status: 'sent' } & Receipt
export type Unsent =
  | { status: 'queued'; lastError: string; retryIn: number }
  | { status: 'dead'; lastError: string }

/** End of a claim. `queued`: it failed, and is tried again in `retryIn` milliseconds. */
export type Settlement = Sent | Unsent

type ClaimId = Pick<Claim, 'id' | 'attempts'>

/**
 * Records how a claim ended; for a sent message also the reports that came before, because a report can overtake
 * the provider's own answer.
 * @returns false when the claim was no longer ours: its lease ran out and another worker took the message
 */
export const settle = (ctx: DataContext, claimed: ClaimId, outcome: Settlement): Promise<boolean> =>
  outcome.status === 'sent' ? settleSent(ctx, claimed, outcome) : settleUnsent(ctx, claimed, outcome)

/** One transaction, because a process that dies between settling and reports would leave the reports for good. */
async function settleSent(ctx: DataContext, claimed: ClaimId, sent: Sent): Promise<boolean> {
  const { providerMessageId } = sent
  try {
    return await transaction(ctx, async (t) => {
      await lockProviderMessage(t, providerMessageId)
      const isOurs = await markSent(t, claimed, sent)
      await applyEarlyReports(t, { messageId: claimed.id, providerMessageId })
      return isOurs
    })
  } catch (error) {
    if (isUnavailable(error)) throw error
    // Losing a report is the smaller harm: a message that is not recorded as sent is sent again.
    ctx.log.error('email_reports_not_applied', { messageId: claimed.id, error })
    return markSent(ctx, claimed, sent)
  }
}

/** Also where a report, or a cancellation, was faster than the provider's answer: the receipt is kept then too. */
async function markSent(
  ctx: DataContext,
  { id, attempts }: ClaimId,
  { status, ...receipt }: Sent,
): Promise<boolean> {
  const settled = await ctx.db
    .update(emailMessages)
    .set({
      ...receipt,
      status: sql`case when ${emailMessages.status} = 'sending' then ${status} else ${emailMessages.status} end`,
      sealed: null,
      settledAt: sql`coalesce(${emailMessages.settledAt}, ${sharedNow(ctx)})`,
    })
    .where(
      and(eq(emailMessages.id, id), eq(emailMessages.attempts, attempts), ne(emailMessages.status, 'queued')),
    )
    .returning({ id: emailMessages.id })
  return settled.length > 0
}

/** The columns of a message that did not leave. */
export function unsentColumns(ctx: DataContext, outcome: Unsent) {
  const { status, lastError } = outcome
  return outcome.status === 'queued'
    ? { status, lastError, dueAt: sharedNow(ctx, outcome.retryIn) }
    : { status, lastError, sealed: null, settledAt: sharedNow(ctx) }
}

async function settleUnsent(ctx: DataContext, { id, attempts }: ClaimId, outcome: Unsent): Promise<boolean> {
  const settled = await ctx.db
    .update(emailMessages)
    .set(unsentColumns(ctx, outcome))
    .where(
      and(
        eq(emailMessages.id, id),
        eq(emailMessages.attempts, attempts),
        eq(emailMessages.status, 'sending'),
      ),
    )
    .returning({ id: emailMessages.id })
  return settled.length > 0
}
