import { and, eq, inArray } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { DataContext } from '../../kernel/context'
import type { MessageKind } from '../letters/kinds'
import { emailMessages } from '../schema'

/** Gives up the waiting messages of one account (all, or one kind), because `reason` made them pointless. */
export async function cancelMessages(
  ctx: DataContext,
  { userId, reason, kind }: { userId: number; reason: string; kind?: MessageKind },
): Promise<void> {
  await ctx.db
    .update(emailMessages)
    .set({ status: 'dead', sealed: null, lastError: reason, settledAt: sharedNow(ctx) })
    .where(
      and(
        eq(emailMessages.userId, userId),
        kind && eq(emailMessages.kind, kind),
        inArray(emailMessages.status, ['queued', 'sending']),
      ),
    )
}
