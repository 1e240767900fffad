import { and, eq, gt } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import type { MessageKind } from '../letters/kinds'
import type { Message } from '../report/match'
import { emailMessages } from '../schema'

/** Whether the message's account was written a newer one of a kind. */
export async function existsNewer(
  { db }: DataContext,
  { id, userId }: Message,
  kind: MessageKind,
): Promise<boolean> {
  if (userId === null) return false
  const rows = await db
    .select({ id: emailMessages.id })
    .from(emailMessages)
    .where(and(eq(emailMessages.userId, userId), eq(emailMessages.kind, kind), gt(emailMessages.id, id)))
    .limit(1)
  return rows.length > 0
}
