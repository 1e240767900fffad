import { sharedNow } from '../../db/clock'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import { emailEvents } from '../schema'
import { applyReport } from './apply'
import type { MailEvent } from './lifecycle'
import { findMessage, lockProviderMessage } from './match'

/** Outcome of a report. `unmatched`: it is kept, and applied when its message settles. */
export type Reception = 'applied' | 'duplicate' | 'unmatched'

/**
 * Records what a provider reports of a message, and raises the message's state by it. Safe against reports that come
 * twice (the second one changes nothing), out of order (see `lifecycle.ts`) and before the message is known as sent.
 */
export async function recordMailEvent(ctx: DataContext, event: MailEvent): Promise<Reception> {
  const [code, messageId] = await transaction(ctx, async (t): Promise<[Reception, number?]> => {
    await lockProviderMessage(t, event.providerMessageId)
    const message = await findMessage(t, event)
    const isNew = await storeEvent(t, event, message?.id ?? null)
    if (!isNew) return ['duplicate', message?.id]
    if (!message) return ['unmatched']
    await applyReport(t, message, event)
    return ['applied', message.id]
  })
  ctx.log.info('email_event', { kind: event.type, messageId, code })
  return code
}

/** Keeps a report. @returns false when one of this name is stored already */
export async function storeEvent(
  t: InTransaction<DataContext>,
  event: MailEvent,
  messageId: number | null,
): Promise<boolean> {
  const stored = await t.db
    .insert(emailEvents)
    .values({
      sourceId: event.sourceId,
      type: event.type,
      messageId,
      providerMessageId: event.providerMessageId,
      bounceType: event.bounce,
      reason: event.reason,
      occurredAt: event.occurredAt,
      receivedAt: sharedNow(t),
    })
    .onConflictDoNothing({ target: emailEvents.sourceId })
    .returning({ id: emailEvents.id })
  return stored.length > 0
}
