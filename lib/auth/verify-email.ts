import { eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import { users } from '../db/schema'
import { sendWelcomeEmail } from '../email/messages'
import { cancelMessages } from '../email/outbox'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import { consumeEmailToken, findEmailToken, lockUser, type TokenUser } from '../token/email-token'
import { refuseToken } from './refuse-token'

/**
 * Specification 1.2: the address is proven, every verification token of the user is void, and the welcome e-mail
 * leaves, all in one transaction. Refuses with `invalid_token`, `token_used`, `token_expired`, `account_disabled` or
 * `rate_limited`.
 */
export async function verifyEmail(
  ctx: Context,
  token: string,
  visitor: Visitor,
): Promise<Result<{ userId: number }>> {
  const found = await findEmailToken(ctx.db, token, ctx.now())
  if (found.state !== 'valid') return refuseToken(ctx, found, visitor)
  if (found.user.disabledAt) return fail('account_disabled')
  const outcome = await markVerified(ctx, found.user, token)
  if (outcome === 'disabled') return fail('account_disabled')
  // Somebody else used the token, or a younger one of the same user, between the look and the lock.
  if (outcome === 'gone') return refuseToken(ctx, await findEmailToken(ctx.db, token, ctx.now()), visitor)
  ctx.log.info('email_verified', { userId: found.user.id })
  return ok({ userId: found.user.id })
}

type Outcome = 'verified' | 'gone' | 'disabled'

function markVerified(ctx: Context, user: TokenUser, token: string): Promise<Outcome> {
  const now = ctx.now()
  return ctx.db.transaction(async (tx) => {
    const locked = await lockUser(tx, user.id)
    if (!locked || locked.email !== user.email) return 'gone'
    if (locked.disabledAt) return 'disabled'
    if (!(await consumeEmailToken(tx, user.id, token, now))) return 'gone'
    await tx.update(users).set({ emailVerified: true, updatedAt: now }).where(eq(users.id, user.id))
    // Links that are still to be mailed are void already.
    await cancelMessages(ctx, tx, user.id, 'AddressVerified', 'verification')
    if (locked.emailVerified) return 'verified'
    await recordEvent(ctx, tx, { type: 'email_verified', userId: user.id, actorId: user.id })
    await sendWelcomeEmail(ctx, tx, locked)
    return 'verified'
  })
}
