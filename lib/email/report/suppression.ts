import { eq } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { sha256 } from '../../kernel/seal'
import { emailSuppressions } from '../schema'

/**
 * Name of an address where it must be found again but not read: its SHA-256. Not keyed, because a suppression
 * outlives every secret; the address itself stands in `users` anyway, for as long as somebody has it.
 */
export const recipientHash = (email: EmailAddress): Buffer => sha256(`recipient\0${email}`)

/** Reason for a suppression: the address does not exist, or its owner called our mail spam. */
export type SuppressionReason = 'bounce' | 'complaint'

/** Whether mail to this address is refused before the provider sees it. */
export async function isSuppressed({ db }: DataContext, email: EmailAddress): Promise<boolean> {
  const [row] = await db
    .select({ reason: emailSuppressions.reason })
    .from(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
  return row !== undefined
}

/** Refuses further mail to an address. Doing it twice is fine. */
export async function suppress(
  { db, now }: DataContext,
  suppression: { recipientHash: Buffer; reason: SuppressionReason; messageId: number },
): Promise<void> {
  await db
    .insert(emailSuppressions)
    .values({ ...suppression, createdAt: now() })
    .onConflictDoNothing()
}

/** Takes a suppression back: an operator knows that the address works. @returns whether there was one */
export async function liftSuppression({ db }: DataContext, email: EmailAddress): Promise<boolean> {
  const lifted = await db
    .delete(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
    .returning({ reason: emailSuppressions.reason })
  return lifted.length > 0
}
