import { and, eq, inArray } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import type { MessageKind } from '../letters/table'
import { emailMessages } from '../schema'

/** Gives up the waiting messages of one account (all, or one kind), because `reason` made them pointless. */
export async function cancelMessages(
  { db, now }: DataContext,
  { userId, reason, kind }: { userId: number; reason: string; kind?: MessageKind },
): Promise<void> {
  await db
    .update(emailMessages)
    .set({ status: 'dead', sealed: null, lastError: reason, settledAt: now() })
    .where(
      and(
        eq(emailMessages.userId, userId),
        kind && eq(emailMessages.kind, kind),
        inArray(emailMessages.status, ['queued', 'sending']),
      ),
    )
}
