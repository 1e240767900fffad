import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { users } from '../db/schema'
import { cancelMessages } from '../email/outbox'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import { endSessions } from '../token/session'
import type { Act } from './act'
import { lockOperators, type RoleHolder } from './lock-operators'

/**
 * Nobody signs in to the account any more, its sessions are over, and it gets no mail. Refuses also with `own_account`,
 * and with `forbidden` when the one who asks is no operator any more: of two who disable each other at the same moment
 * one succeeds, so one who can sign in always remains.
 */
export function disableAccount(ctx: Context, { actorId, userId }: Act): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    const found = await lockTarget(tx, actorId, userId)
    if (!found.ok) return found
    if (userId === actorId) return fail('own_account')
    if (found.value.disabledAt) return fail('nothing_to_do')
    await setDisabled(ctx, tx, userId, ctx.now())
    await endSessions(tx, userId)
    await cancelMessages(ctx, tx, userId, 'AccountDisabled')
    await recordEvent(ctx, tx, { type: 'account_disabled', userId, actorId })
    return ok(null)
  })
}

/** The account can be signed in to again, with the same password. */
export function enableAccount(ctx: Context, { actorId, userId }: Act): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    const found = await lockTarget(tx, actorId, userId)
    if (!found.ok) return found
    if (!found.value.disabledAt) return fail('nothing_to_do')
    await setDisabled(ctx, tx, userId, null)
    await recordEvent(ctx, tx, { type: 'account_enabled', userId, actorId })
    return ok(null)
  })
}

async function lockTarget(tx: Transaction, actorId: number, userId: number): Promise<Result<RoleHolder>> {
  const { target, operators } = await lockOperators(tx, userId)
  if (!operators.some(({ id }) => id === actorId)) return fail('forbidden')
  return target ? ok(target) : fail('not_found')
}

async function setDisabled(
  ctx: Pick<Context, 'now'>,
  tx: Transaction,
  userId: number,
  disabledAt: Date | null,
): Promise<void> {
  await tx.update(users).set({ disabledAt, updatedAt: ctx.now() }).where(eq(users.id, userId))
}
