import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { emailSuppressions } from '../db/schema'
import { sha256 } from '../seal'

/**
 * How an address is named where it must be found again but not read: its SHA-256. Not keyed, because a suppression
 * outlives every secret; the address itself stands in `users` anyway, for as long as somebody has it.
 */
export const recipientHash = (email: string): Buffer => sha256(`recipient\0${email}`)

/** Why an address gets no mail from us: it does not exist, or its owner called our mail spam. */
export type SuppressionReason = 'bounce' | 'complaint'

/** Whether mail to this address is refused before the provider sees it. */
export async function isSuppressed(db: Queryable, email: string): Promise<boolean> {
  const [row] = await db
    .select({ reason: emailSuppressions.reason })
    .from(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
  return row !== undefined
}

/** Refuses further mail to an address. Doing it twice is fine. */
export async function suppress(
  ctx: Pick<Context, 'now'>,
  tx: Queryable,
  suppression: { recipientHash: Buffer; reason: SuppressionReason; messageId: number },
): Promise<void> {
  await tx
    .insert(emailSuppressions)
    .values({ ...suppression, createdAt: ctx.now() })
    .onConflictDoNothing()
}

/** Takes a suppression back: an operator knows that the address works. @returns whether there was one */
export async function liftSuppression(db: Queryable, email: string): Promise<boolean> {
  const lifted = await db
    .delete(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
    .returning({ reason: emailSuppressions.reason })
  return lifted.length > 0
}
