import type { RetentionRule } from '../db/retention'
import { LIFETIMES } from '../kernel/lifetimes'
import { emailEvents, emailMessages, mailboxMessages } from './schema'

export const emailRetention: RetentionRule[] = [
  {
    table: emailMessages,
    key: emailMessages.id,
    column: emailMessages.settledAt,
    age: LIFETIMES.settledMessage,
    reason: 'an operator can look up the fate of a message for a while',
  },
  {
    table: emailEvents,
    key: emailEvents.id,
    column: emailEvents.receivedAt,
    age: LIFETIMES.settledMessage,
    reason: 'a report outlives its message only where it never found one',
  },
  {
    table: mailboxMessages,
    key: mailboxMessages.id,
    column: mailboxMessages.createdAt,
    age: LIFETIMES.mailboxMessage,
    reason: 'the local mailbox shows only recent messages',
  },
]
