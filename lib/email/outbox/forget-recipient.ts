import { eq } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import { emailMessages } from '../schema'

/**
 * Removes the account's number and the hash of the address from every message of an account. The rest tells how mail fared, and
 * not whose it was. Cancel waiting messages first: they still hold their recipient.
 */
export async function forgetRecipient({ db }: DataContext, userId: number): Promise<void> {
  await db
    .update(emailMessages)
    .set({ userId: null, recipientHash: null })
    .where(eq(emailMessages.userId, userId))
}
