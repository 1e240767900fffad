import { and, desc, eq, gt } from 'drizzle-orm'
import type { CoreContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import type { LinkPurpose } from '../purposes'
import { emailVerificationTokens } from '../schema'

/** An address that a link still waits for, or still gives back, until `until`. */
export type WaitingAddress = { email: EmailAddress; until: Date }

/** The newest link of an account and purpose that is in time; its address, never its token. */
async function newestInTime(
  { db, now }: CoreContext,
  userId: number,
  purpose: LinkPurpose,
): Promise<WaitingAddress | null> {
  const { email, expiresAt, id } = emailVerificationTokens
  const [link] = await db
    .select({ email, until: expiresAt })
    .from(emailVerificationTokens)
    .where(
      and(
        eq(emailVerificationTokens.userId, userId),
        eq(emailVerificationTokens.purpose, purpose),
        gt(expiresAt, now()),
      ),
    )
    .orderBy(desc(id))
    .limit(1)
  return link ?? null
}

/** The address to which an account is about to change, until its link expires. */
export const findPendingChange = (ctx: CoreContext, userId: number): Promise<WaitingAddress | null> =>
  newestInTime(ctx, userId, 'change_email')

/** The former address that an account can still get back. */
export const findOpenUndo = (ctx: CoreContext, userId: number): Promise<WaitingAddress | null> =>
  newestInTime(ctx, userId, 'undo_email_change')
