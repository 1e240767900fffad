import { desc, eq, inArray } from 'drizzle-orm'
import { recipientHash } from '../email/report/suppression'
import { emailEvents, emailMessages } from '../email/schema'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'

/** Newest messages shown: more than a person reads. */
export const NEWEST_MESSAGES = 50

/** The newest messages to an account, each with the provider's reports. */
export async function readMessages(ctx: CoreContext, userId: number, email: EmailAddress) {
  const rows = await ctx.db
    .select({
      id: emailMessages.id,
      kind: emailMessages.kind,
      status: emailMessages.status,
      bounceType: emailMessages.bounceType,
      reason: emailMessages.reason,
      lastError: emailMessages.lastError,
      attempts: emailMessages.attempts,
      recipientHash: emailMessages.recipientHash,
      createdAt: emailMessages.createdAt,
    })
    .from(emailMessages)
    .where(eq(emailMessages.userId, userId))
    .orderBy(desc(emailMessages.id))
    .limit(NEWEST_MESSAGES)
  const reports = await readReports(
    ctx,
    rows.map(({ id }) => id),
  )
  const present = recipientHash(email)
  return rows.map(({ recipientHash: hash, ...message }) => ({
    ...message,
    /** It went to an address that the account no longer has: not one that it was only about to have. */
    isToFormerAddress: hash !== null && !hash.equals(present) && message.kind !== 'email_change',
    reports: reports.filter(({ messageId }) => messageId === message.id),
  }))
}

async function readReports({ db }: CoreContext, messageIds: number[]) {
  if (messageIds.length === 0) return []
  return await db
    .select({
      id: emailEvents.id,
      messageId: emailEvents.messageId,
      type: emailEvents.type,
      bounceType: emailEvents.bounceType,
      reason: emailEvents.reason,
      occurredAt: emailEvents.occurredAt,
    })
    .from(emailEvents)
    .where(inArray(emailEvents.messageId, messageIds))
    .orderBy(emailEvents.occurredAt, emailEvents.id)
}
