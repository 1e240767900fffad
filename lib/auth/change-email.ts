import { eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import { isDuplicate } from '../db/errors'
import { emailVerificationTokens, users } from '../db/schema'
import { sendVerificationEmail } from '../email/messages'
import { cancelMessages } from '../email/outbox'
import { isSuppressed } from '../email/suppression'
import { recordEvent } from '../events/record'
import { linkLimits } from '../rate-limit/link-limits'
import { consume } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { lockUser, mintEmailToken } from '../token/email-token'
import { type IssuedSession, issueSession, type PublicUser, publicUser, readSession } from '../token/session'
import { endPresentedSession } from './logout'

export type EmailChange = { user: PublicUser; session: IssuedSession }

const EMAIL_SUPPRESSED = fail('address_suppressed', {
  fields: [{ field: 'email', code: 'email_suppressed' }],
})
const EMAIL_TAKEN = fail('email_taken', { fields: [{ field: 'email', code: 'email_taken' }] })

/**
 * Corrects the address of an account that was never verified: the person typed it wrong, or its mailbox refuses us.
 * Links to the old address are void, its waiting messages are given up, it is free again, and a new link goes to the
 * new one. The session is renewed, because its JWT names the address.
 * Refuses with `unauthenticated`, `already_verified`, `address_suppressed`, `email_taken` or `rate_limited`.
 */
export async function changeEmail(
  ctx: Context,
  email: string,
  visitor: Visitor,
): Promise<Result<EmailChange>> {
  const session = await readSession(ctx, visitor.jwt)
  if (!session) return fail('unauthenticated')
  if (session.user.emailVerified) return fail('already_verified')
  if (await isSuppressed(ctx.db, email)) return EMAIL_SUPPRESSED
  const limited = await consume(ctx, ['emailChangeByAccount', String(session.user.id)], ...linkLimits(email))
  if (!limited.ok) return limited
  try {
    const changed = await moveAccount(ctx, session.user.id, email, visitor)
    if (changed.ok) ctx.log.info('email_corrected', { userId: session.user.id })
    return changed
  } catch (error) {
    if (isDuplicate(error, 'users_email_key')) return EMAIL_TAKEN
    throw error
  }
}

function moveAccount(
  ctx: Context,
  userId: number,
  email: string,
  visitor: Visitor,
): Promise<Result<EmailChange>> {
  const now = ctx.now()
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user || user.disabledAt) return fail('unauthenticated')
    if (user.emailVerified) return fail('already_verified')
    // A session that ended since it was read (signed out, ended by an operator) begets no new one.
    if ((await endPresentedSession(ctx, tx, visitor.jwt)) === null) return fail('unauthenticated')
    const moved = { ...user, email }
    // Before the new address: what counts it waits for whoever settles one of these (migration 0006).
    await cancelMessages(ctx, tx, userId, 'AddressCorrected')
    await tx.update(users).set({ email, updatedAt: now }).where(eq(users.id, userId))
    await tx.delete(emailVerificationTokens).where(eq(emailVerificationTokens.userId, userId))
    await sendVerificationEmail(ctx, tx, moved, await mintEmailToken(tx, moved, now))
    await recordEvent(ctx, tx, { type: 'email_changed', userId, actorId: userId })
    return ok({ user: publicUser(moved), session: await issueSession(ctx, tx, moved) })
  })
}
