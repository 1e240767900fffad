import { eq, sql } from 'drizzle-orm'
import { users } from '../account/schema'
import { exportRule } from '../db/export/rule'
import { webhookEvents } from './schema'

export const webhookExport = [
  exportRule(webhookEvents, {
    where: ({ id }) =>
      eq(webhookEvents.subject, sql`(select ${users.subject} from ${users} where ${users.id} = ${id})`),
    order: webhookEvents.id,
    columns: {
      id: 'shown',
      name: 'shown',
      type: 'shown',
      subject: 'shown',
      session: 'shown',
      createdAt: 'shown',
    },
  }),
]
