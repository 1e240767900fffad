import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../context'
import type { Queryable, Transaction } from '../db/client'
import { emailEvents, emailMessages } from '../db/schema'
import { advance, isSettled, type MailEvent, rank, type Standing, suppresses } from './lifecycle'
import { suppress } from './suppression'

type FeedbackContext = Pick<Context, 'db' | 'now' | 'log'>

/** What became of a report. `unmatched`: it is kept, and applied when its message settles. */
export type Reception = 'applied' | 'duplicate' | 'unmatched'

type Message = typeof emailMessages.$inferSelect

/**
 * Records what a provider reports of a message, and raises the message's state by it. Safe against reports that come
 * twice (the second one changes nothing), out of order (see `lifecycle.ts`) and before the message is known as sent.
 */
export async function recordMailEvent(ctx: FeedbackContext, event: MailEvent): Promise<Reception> {
  const reception = await ctx.db.transaction(async (tx) => {
    const message = await findMessage(tx, event)
    const isNew = await storeEvent(ctx, tx, event, message?.id ?? null)
    if (!isNew) return 'duplicate'
    if (!message) return 'unmatched'
    await applyEvent(ctx, tx, message, event)
    return 'applied'
  })
  ctx.log.info('email_event', { kind: event.type, messageId: event.messageId, code: reception })
  return reception
}

/** The message a report is about, locked: by the tag that we gave it, else by the provider's id. */
async function findMessage(tx: Transaction, event: MailEvent): Promise<Message | undefined> {
  const wanted =
    event.messageId !== undefined
      ? eq(emailMessages.id, event.messageId)
      : event.providerMessageId !== undefined
        ? eq(emailMessages.providerMessageId, event.providerMessageId)
        : undefined
  if (!wanted) return undefined
  const [message] = await tx.select().from(emailMessages).where(wanted).for('update')
  return message
}

async function storeEvent(
  ctx: FeedbackContext,
  tx: Transaction,
  event: MailEvent,
  messageId: number | null,
): Promise<boolean> {
  const stored = await tx
    .insert(emailEvents)
    .values({
      sourceId: event.sourceId,
      type: event.type,
      messageId,
      providerMessageId: event.providerMessageId,
      bounceType: event.bounce,
      reason: event.reason,
      occurredAt: event.occurredAt,
      receivedAt: ctx.now(),
    })
    .onConflictDoNothing({ target: emailEvents.sourceId })
    .returning({ id: emailEvents.id })
  return stored.length > 0
}

const standingOf = (message: Pick<Message, 'status' | 'bounceType'>): Standing => ({
  state: message.status,
  bounce: message.bounceType,
})

async function applyEvent(
  ctx: Pick<Context, 'now'>,
  tx: Queryable,
  message: Message,
  event: Pick<MailEvent, 'type' | 'bounce' | 'reason' | 'occurredAt'>,
): Promise<void> {
  const before = standingOf(message)
  const after = advance(before, event)
  if (rank(after) === rank(before)) return
  await tx
    .update(emailMessages)
    .set({
      status: after.state,
      bounceType: after.bounce,
      reason: event.reason ?? null,
      lastEventAt: event.occurredAt,
      ...(isSettled(after.state) && { sealed: null, settledAt: message.settledAt ?? ctx.now() }),
    })
    .where(eq(emailMessages.id, message.id))
  if (suppresses(after) && message.recipientHash) {
    const reason = after.state === 'complained' ? 'complaint' : 'bounce'
    await suppress(ctx, tx, { recipientHash: message.recipientHash, reason, messageId: message.id })
  }
}

/**
 * Applies the reports that came before their message was recorded as sent: a provider's report can overtake its own
 * answer.
 */
export async function applyEarlyEvents(
  ctx: Pick<Context, 'db' | 'now'>,
  messageId: number,
  providerMessageId: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const early = await tx
      .update(emailEvents)
      .set({ messageId })
      .where(and(eq(emailEvents.providerMessageId, providerMessageId), isNull(emailEvents.messageId)))
      .returning()
    for (const event of early) {
      const [message] = await tx
        .select()
        .from(emailMessages)
        .where(eq(emailMessages.id, messageId))
        .for('update')
      if (message)
        await applyEvent(ctx, tx, message, {
          ...event,
          bounce: event.bounceType ?? undefined,
          reason: event.reason ?? undefined,
        })
    }
  })
}
