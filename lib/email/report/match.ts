import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { DataContext, InTransaction } from '../../kernel/context'
import { emailEvents, emailMessages } from '../schema'
import type { MailEvent } from './lifecycle'

export type Message = typeof emailMessages.$inferSelect
export type Report = Pick<MailEvent, 'type' | 'bounce' | 'reason' | 'occurredAt' | 'sparesAddress'>

type Rows = InTransaction<DataContext>

/** Keeps our advisory locks apart from others': any number. */
const REPORT_LOCKS = 20_010_821

/**
 * Serialises, until the transaction ends, a report without a known message and the worker that settles this message as
 * sent: otherwise each could miss the other by a moment.
 */
export async function lockProviderMessage(
  { db }: Rows,
  providerMessageId: string | undefined,
): Promise<void> {
  if (providerMessageId === undefined) return
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${providerMessageId}, ${REPORT_LOCKS}))`)
}

/** Locks a message. */
export async function lockMessage({ db }: Rows, id: number): Promise<Message | undefined> {
  const [message] = await db.select().from(emailMessages).where(eq(emailMessages.id, id)).for('update')
  return message
}

/**
 * Locks the message that a report is about: by our reference where the report has one (a message that was sent twice has
 * two ids of the provider), else by the provider's id.
 */
export async function findMessage(t: Rows, event: MailEvent): Promise<Message | undefined> {
  const { messageId, reference, providerMessageId } = event
  if (messageId !== undefined) return lockMessage(t, messageId)
  const lock = async (by: SQL): Promise<Message | undefined> =>
    (await t.db.select().from(emailMessages).where(by).for('update'))[0]
  return (
    (reference && (await lock(eq(emailMessages.reference, reference)))) ||
    (providerMessageId && (await lock(eq(emailMessages.providerMessageId, providerMessageId)))) ||
    undefined
  )
}

/** Gives a locked message the reports that came before its provider's id was known. */
export async function claimEarlyReports(
  { db }: Rows,
  { messageId, providerMessageId }: { messageId: number; providerMessageId: string },
): Promise<Report[]> {
  const early = await db
    .update(emailEvents)
    .set({ messageId })
    .where(and(eq(emailEvents.providerMessageId, providerMessageId), isNull(emailEvents.messageId)))
    .returning()
  return early.map(({ type, bounceType, reason, occurredAt }) => ({
    type,
    bounce: bounceType ?? undefined,
    reason: reason ?? undefined,
    occurredAt,
  }))
}
