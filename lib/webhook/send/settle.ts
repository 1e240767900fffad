import { and, eq, gt } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import { isHeld, type Undone, undoneColumns } from '../../queue/settle'
import { switchOff } from '../endpoint/change'
import { lockEndpoint } from '../endpoint/endpoint'
import { webhookDeliveries } from '../schema'
import type { ClaimedDelivery } from './claim'

/** End of a claim. `lastStatus`: that of the answer; null: there was none. `isGone`: the receiver wants nothing any more. */
export type Outcome = { lastStatus: number | null } & ({ status: 'sent' } | (Undone & { isGone?: boolean }))

const columnsOf = (t: DataContext, outcome: Outcome) =>
  outcome.status === 'sent'
    ? { status: 'sent' as const, lastError: null, settledAt: sharedNow(t) }
    : undoneColumns(t, outcome)

/** Later events of the same person wait for this one anyway: so long nobody needs to look at them. */
async function putOffLater(
  t: InTransaction<DataContext>,
  { endpointId, subject, eventId }: ClaimedDelivery,
  retryIn: number,
): Promise<void> {
  const { endpointId: endpoint, subject: person, eventId: event, status } = webhookDeliveries
  await t.db
    .update(webhookDeliveries)
    .set({ dueAt: sharedNow(t, retryIn) })
    .where(and(eq(endpoint, endpointId), eq(person, subject), gt(event, eventId), eq(status, 'queued')))
}

/**
 * Records how a claim ended.
 * @returns false when the claim was no longer ours: its lease ran out and another worker took the event
 */
export const settleDelivery = (
  ctx: DataContext,
  claimed: ClaimedDelivery,
  outcome: Outcome,
): Promise<boolean> =>
  transaction(ctx, async (t) => {
    // Endpoints before deliveries, as a removal locks them.
    if (outcome.status === 'dead' && outcome.isGone) {
      const endpoint = await lockEndpoint(t, claimed.endpointId)
      if (endpoint && endpoint.offAt === null) await switchOff(t, endpoint, 'gone')
    }
    const settled = await t.db
      .update(webhookDeliveries)
      .set({ ...columnsOf(t, outcome), lastStatus: outcome.lastStatus })
      .where(isHeld(webhookDeliveries, claimed))
      .returning({ id: webhookDeliveries.id })
    if (settled.length > 0 && outcome.status === 'queued') await putOffLater(t, claimed, outcome.retryIn)
    return settled.length > 0
  })
