import { and, eq, isNull, sql } from 'drizzle-orm'
import { isUnavailable } from '../../db/errors'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import type { Claim } from '../outbox/claim'
import { type Settlement, settle } from '../outbox/settle'
import { emailEvents, emailMessages } from '../schema'
import { advance, isSettled, type MailEvent, rank, type Standing, suppresses } from './lifecycle'
import { suppress } from './suppression'

/** What became of a report. `unmatched`: it is kept, and applied when its message settles. */
export type Reception = 'applied' | 'duplicate' | 'unmatched'

type Rows = InTransaction<DataContext>
type Message = typeof emailMessages.$inferSelect
type ClaimId = Pick<Claim, 'id' | 'attempts'>
type Sent = Extract<Settlement, { status: 'sent' }>

/** Keeps our advisory locks apart from others': any number. */
const REPORT_LOCKS = 20_010_821

/**
 * Records what a provider reports of a message, and raises the message's state by it. Safe against reports that come
 * twice (the second one changes nothing), out of order (see `lifecycle.ts`) and before the message is known as sent.
 */
export async function recordMailEvent(ctx: DataContext, event: MailEvent): Promise<Reception> {
  const reception = await transaction(ctx, async (t) => {
    await takeTurns(t, event.providerMessageId)
    const message = await findMessage(t, event)
    const isNew = await storeEvent(t, event, message?.id ?? null)
    if (!isNew) return 'duplicate'
    if (!message) return 'unmatched'
    await applyEvent(t, message, event)
    return 'applied'
  })
  ctx.log.info('email_event', { kind: event.type, messageId: event.messageId, code: reception })
  return reception
}

/**
 * A report that cannot be matched yet, and the worker that is about to record its message as sent, take turns:
 * otherwise each could miss the other by a moment. Held until the transaction ends.
 */
async function takeTurns({ db }: Rows, providerMessageId: string | undefined): Promise<void> {
  if (providerMessageId === undefined) return
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${providerMessageId}, ${REPORT_LOCKS}))`)
}

/** The message a report is about, locked: by the tag that we gave it, else by the provider's id. */
async function findMessage({ db }: Rows, event: MailEvent): Promise<Message | undefined> {
  const wanted =
    event.messageId !== undefined
      ? eq(emailMessages.id, event.messageId)
      : event.providerMessageId !== undefined
        ? eq(emailMessages.providerMessageId, event.providerMessageId)
        : undefined
  if (!wanted) return undefined
  const [message] = await db.select().from(emailMessages).where(wanted).for('update')
  return message
}

async function storeEvent({ db, now }: Rows, event: MailEvent, messageId: number | null): Promise<boolean> {
  const stored = await db
    .insert(emailEvents)
    .values({
      sourceId: event.sourceId,
      type: event.type,
      messageId,
      providerMessageId: event.providerMessageId,
      bounceType: event.bounce,
      reason: event.reason,
      occurredAt: event.occurredAt,
      receivedAt: now(),
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
  t: Rows,
  message: Message,
  event: Pick<MailEvent, 'type' | 'bounce' | 'reason' | 'occurredAt'>,
): Promise<void> {
  const before = standingOf(message)
  const after = advance(before, event)
  if (rank(after) === rank(before)) return
  await t.db
    .update(emailMessages)
    .set({
      status: after.state,
      bounceType: after.bounce,
      reason: event.reason ?? null,
      lastEventAt: event.occurredAt,
      ...(isSettled(after.state) && { sealed: null, settledAt: message.settledAt ?? t.now() }),
    })
    .where(eq(emailMessages.id, message.id))
  if (suppresses(after) && message.recipientHash) {
    const reason = after.state === 'complained' ? 'complaint' : 'bounce'
    await suppress(t, { recipientHash: message.recipientHash, reason, messageId: message.id })
  }
}

/**
 * Records that a provider took a message, and applies the reports that came before that: a provider's report can
 * overtake its own answer. One transaction, because a process that dies between the two would leave them for good.
 * @returns as `settle` does
 */
export async function recordSent(ctx: DataContext, claimed: ClaimId, sent: Sent): Promise<boolean> {
  try {
    return await transaction(ctx, async (t) => {
      await takeTurns(t, sent.providerMessageId)
      const isOurs = await settle(t, claimed, sent)
      await applyEarlyEvents(t, claimed.id, sent.providerMessageId)
      return isOurs
    })
  } catch (error) {
    if (isUnavailable(error)) throw error
    // A report that cannot be applied is a pity; a message that is not recorded as sent is sent again, and again.
    ctx.log.error('email_reports_not_applied', { messageId: claimed.id, error })
    return settle(ctx, claimed, sent)
  }
}

async function applyEarlyEvents(t: Rows, messageId: number, providerMessageId: string): Promise<void> {
  // Locked before its reports are claimed: their foreign key would otherwise share the lock with other claims.
  const locked = await lockMessage(t, messageId)
  if (!locked) return
  const early = await t.db
    .update(emailEvents)
    .set({ messageId })
    .where(and(eq(emailEvents.providerMessageId, providerMessageId), isNull(emailEvents.messageId)))
    .returning()
  for (const { type, bounceType, reason, occurredAt } of early) {
    const message = await lockMessage(t, messageId)
    const event = { type, bounce: bounceType ?? undefined, reason: reason ?? undefined, occurredAt }
    if (message) await applyEvent(t, message, event)
  }
}

async function lockMessage({ db }: Rows, id: number): Promise<Message | undefined> {
  const [message] = await db.select().from(emailMessages).where(eq(emailMessages.id, id)).for('update')
  return message
}
