import { eq, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { sharedNow } from '../../db/clock'
import type { DataContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { sha256 } from '../../kernel/seal'
import { emailSuppressions } from '../schema'

const PREFIX = 'recipient\0'

/**
 * SHA-256 of an address, to find it again without storing it. Not keyed, because a suppression outlives every secret;
 * `users` holds the address itself anyway, as long as an account has it.
 */
export const recipientHash = (email: EmailAddress): Buffer => sha256(PREFIX + email)

/** Whether an address in a column is suppressed, as a condition. The same hash as `recipientHash`, made by the database. */
export const isSuppressedIn = (email: PgColumn): SQL =>
  sql`exists (select from ${emailSuppressions}
    where ${emailSuppressions.recipientHash} = sha256(${Buffer.from(PREFIX)} || convert_to(${email}, 'UTF8')))`

/** Reason for a suppression: the address does not exist, or its owner called our mail spam. */
type SuppressionReason = 'bounce' | 'complaint'

/** True when mail to this address is refused before the provider sees it. */
export async function isSuppressed({ db }: DataContext, email: EmailAddress): Promise<boolean> {
  const [row] = await db
    .select({ reason: emailSuppressions.reason })
    .from(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
  return row !== undefined
}

/** Refuses further mail to an address. Doing it twice is fine. */
export async function suppress(
  ctx: DataContext,
  suppression: { recipientHash: Buffer; reason: SuppressionReason; messageId: number },
): Promise<void> {
  await ctx.db
    .insert(emailSuppressions)
    .values({ ...suppression, createdAt: sharedNow(ctx) })
    .onConflictDoNothing()
}

/** Takes a suppression back: an operator knows that the address works. @returns false when there was none */
export async function liftSuppression({ db }: DataContext, email: EmailAddress): Promise<boolean> {
  const lifted = await db
    .delete(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
    .returning({ reason: emailSuppressions.reason })
  return lifted.length > 0
}
