import { eq } from 'drizzle-orm'
import { users } from '../db/schema'
import { sendWelcomeEmail } from '../email/messages'
import { cancelMessages } from '../email/outbox'
import { fail, ok } from '../result'
import { voidEmailTokens } from '../token/email-token'
import type { Deed } from './act'

/** Says for the person that the address is theirs: an operator knows it from elsewhere. Then all is as after the link. */
export const verifyByHand: Deed = async (ctx, tx, { user }) => {
  const now = ctx.now()
  if (user.emailVerified || user.disabledAt) return fail('nothing_to_do')
  await tx.update(users).set({ emailVerified: true, updatedAt: now }).where(eq(users.id, user.id))
  await voidEmailTokens(tx, user.id, now)
  await cancelMessages(ctx, tx, user.id, 'AddressVerified', 'verification')
  await sendWelcomeEmail(ctx, tx, user)
  return ok(null)
}
