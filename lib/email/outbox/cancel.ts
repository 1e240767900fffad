import { and, eq, inArray } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { DataContext } from '../../kernel/context'
import type { MessageKind } from '../letters/kinds'
import { emailMessages } from '../schema'

/** Reasons to give up a message that somebody decided, so that none of them is a fault. */
export const CANCELLATIONS = [
  'AccountDisowned',
  'AddressCorrected',
  'AccountDisabled',
  'AddressVerified',
  'AddressChanged',
  'EmailChangeCancelled',
  'EmailChangeUndone',
  'PasswordChosen',
  'AccountDeleted',
  'AccountExpired',
] as const

/** Gives up the waiting messages of one account (all, or some kinds), because `reason` made them pointless. */
export async function cancelMessages(
  ctx: DataContext,
  {
    userId,
    reason,
    kind,
  }: {
    userId: number
    reason: (typeof CANCELLATIONS)[number]
    kind?: MessageKind | readonly MessageKind[]
  },
): Promise<void> {
  await ctx.db
    .update(emailMessages)
    .set({ status: 'dead', sealed: null, lastError: reason, settledAt: sharedNow(ctx) })
    .where(
      and(
        eq(emailMessages.userId, userId),
        kind && inArray(emailMessages.kind, [kind].flat()),
        inArray(emailMessages.status, ['queued', 'sending']),
      ),
    )
}
