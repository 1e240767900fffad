import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import { users } from '../db/schema'
import { sendWelcomeEmail } from '../email/messages'
import { cancelMessages } from '../email/outbox'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import { lockUser, voidEmailTokens } from '../token/email-token'
import type { Act } from './act'

/** Says for the person that the address is theirs: an operator knows it from elsewhere. Then all is as after the link. */
export function verifyByHand(ctx: Context, { actorId, userId }: Act): Promise<Result<null>> {
  const now = ctx.now()
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) return fail('not_found')
    if (user.emailVerified || user.disabledAt) return fail('nothing_to_do')
    await tx.update(users).set({ emailVerified: true, updatedAt: now }).where(eq(users.id, userId))
    await voidEmailTokens(tx, userId, now)
    await cancelMessages(ctx, tx, userId, 'AddressVerified', 'verification')
    await sendWelcomeEmail(ctx, tx, user)
    await recordEvent(ctx, tx, { type: 'verified_by_hand', userId, actorId })
    return ok(null)
  })
}
