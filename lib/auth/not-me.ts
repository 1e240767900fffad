import { eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import { users } from '../db/schema'
import { cancelMessages } from '../email/outbox'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import { findEmailToken, lockUser } from '../token/email-token'
import { refuseToken } from './refuse-token'

/**
 * "This was not me": somebody else typed this address. Deletes the never-verified account with its sessions and
 * tokens, and stops what it still had to mail, so that the address is free and nobody waits in it (pre-hijacking).
 * Refuses with `already_verified`, `invalid_token`, `token_used` or `rate_limited`.
 */
export async function notMe(ctx: Context, token: string, visitor: Visitor): Promise<Result<null>> {
  const found = await findEmailToken(ctx.db, token, ctx.now())
  if (found.state !== 'valid' && found.state !== 'expired') return refuseToken(ctx, found, visitor)
  const isDeleted = await deleteUnverified(ctx, found.user.id)
  if (!isDeleted) return fail('already_verified')
  ctx.log.info('account_disowned', { userId: found.user.id })
  return ok(null)
}

function deleteUnverified(ctx: Context, userId: number): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user || user.emailVerified) return false
    await cancelMessages(ctx, tx, userId, 'AccountDisowned')
    await tx.delete(users).where(eq(users.id, userId))
    await recordEvent(ctx, tx, { type: 'account_disowned', userId, actorId: userId })
    return true
  })
}
