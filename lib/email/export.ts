import { eq, sql } from 'drizzle-orm'
import { exportRule } from '../db/export/rule'
import { recipientHash } from './report/suppression'
import { emailEvents, emailMessages, emailSuppressions } from './schema'

export const emailExport = [
  exportRule(emailMessages, {
    where: ({ id }) => eq(emailMessages.userId, id),
    order: emailMessages.id,
    columns: {
      id: 'shown',
      userId: 'shown',
      kind: 'shown',
      status: 'shown',
      sealed: 'sealed',
      recipientHash: 'hash',
      reference: 'shown',
      attempts: 'shown',
      dueAt: 'shown',
      lastError: 'shown',
      providerMessageId: 'shown',
      messageId: 'shown',
      bounceType: 'shown',
      reason: 'shown',
      lastEventAt: 'shown',
      createdAt: 'shown',
      settledAt: 'shown',
      resendAt: 'shown',
      resendResult: 'shown',
      traceparent: 'shown',
    },
  }),
  exportRule(emailEvents, {
    where: ({ id }) =>
      sql`${emailEvents.messageId} in (select ${emailMessages.id} from ${emailMessages} where ${eq(emailMessages.userId, id)})`,
    order: emailEvents.id,
    columns: {
      id: 'shown',
      sourceId: 'shown',
      type: 'shown',
      messageId: 'shown',
      providerMessageId: 'shown',
      bounceType: 'shown',
      reason: 'shown',
      occurredAt: 'shown',
      receivedAt: 'shown',
    },
  }),
  exportRule(emailSuppressions, {
    where: ({ email }) => eq(emailSuppressions.recipientHash, recipientHash(email)),
    order: emailSuppressions.createdAt,
    columns: { recipientHash: 'hash', reason: 'shown', messageId: 'shown', createdAt: 'shown' },
  }),
]
