import { and, ne, sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { isUnavailable } from '../../db/errors'
import { transaction } from '../../db/transaction'
import type { DataContext } from '../../kernel/context'
import type { Receipt } from '../../kernel/ports'
import { type ClaimId, isHeld, isNewestClaim, type Undone, undoneColumns } from '../../queue/settle'
import { applyEarlyReports } from '../report/apply'
import { lockProviderMessage } from '../report/match'
import { emailMessages } from '../schema'

type Sent = { status: 'sent' } & Receipt
export type Unsent = Undone

/** End of a claim. `queued`: it failed, and is tried again in `retryIn` milliseconds. */
export type Settlement = Sent | Unsent

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
async function markSent(ctx: DataContext, claimed: ClaimId, { status, ...receipt }: Sent): Promise<boolean> {
  const settled = await ctx.db
    .update(emailMessages)
    .set({
      ...receipt,
      status: sql`case when ${emailMessages.status} = 'sending' then ${status} else ${emailMessages.status} end`,
      sealed: null,
      settledAt: sql`coalesce(${emailMessages.settledAt}, ${sharedNow(ctx)})`,
    })
    .where(and(isNewestClaim(emailMessages, claimed), ne(emailMessages.status, 'queued')))
    .returning({ id: emailMessages.id })
  return settled.length > 0
}

/** The columns of a message that did not leave. */
export const unsentColumns = (ctx: DataContext, outcome: Unsent) => ({
  ...undoneColumns(ctx, outcome),
  ...(outcome.status === 'dead' && { sealed: null }),
})

async function settleUnsent(ctx: DataContext, claimed: ClaimId, outcome: Unsent): Promise<boolean> {
  const settled = await ctx.db
    .update(emailMessages)
    .set(unsentColumns(ctx, outcome))
    .where(isHeld(emailMessages, claimed))
    .returning({ id: emailMessages.id })
  return settled.length > 0
}
