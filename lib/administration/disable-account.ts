import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { users } from '../db/schema'
import { cancelMessages } from '../email/outbox'
import { fail, ok } from '../result'
import { endSessions } from '../token/session'
import type { Deed } from './act'

/**
 * Nobody signs in to the account any more, its sessions are over, and it gets no mail. Refuses also with
 * `own_account`: who disables is somebody else who can sign in, so one always remains.
 */
export const disableAccount: Deed = async (ctx, tx, { actorId, user }) => {
  if (user.id === actorId) return fail('own_account')
  if (user.disabledAt) return fail('nothing_to_do')
  await setDisabled(ctx, tx, user.id, ctx.now())
  await endSessions(tx, user.id)
  await cancelMessages(ctx, tx, user.id, 'AccountDisabled')
  return ok(null)
}

/** The account can be signed in to again, with the same password. */
export const enableAccount: Deed = async (ctx, tx, { user }) => {
  if (!user.disabledAt) return fail('nothing_to_do')
  await setDisabled(ctx, tx, user.id, null)
  return ok(null)
}

export async function setDisabled(
  ctx: Pick<Context, 'now'>,
  tx: Transaction,
  userId: number,
  disabledAt: Date | null,
): Promise<void> {
  await tx.update(users).set({ disabledAt, updatedAt: ctx.now() }).where(eq(users.id, userId))
}
