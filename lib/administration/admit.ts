import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { sessions, users } from '../db/schema'
import { fail, ok, type Result } from '../result'
import { lockUser, type TokenUser } from '../token/email-token'

/** The operator who acts, and the session that it is done in. */
export type Actor = { id: number; sessionId: string }

/**
 * Lets an operator act on an account: locks both rows, in one order, until the transaction ends, and looks only then
 * whether the one who asks may. What was asked for before an operator was stopped is not done after it, and of two who
 * disable each other at the same moment one succeeds.
 * Refuses with `unauthenticated` (the session is over, or its account disabled), `forbidden` or `not_found`.
 */
export async function admit(
  ctx: Pick<Context, 'now'>,
  tx: Transaction,
  actor: Actor,
  userId: number,
): Promise<Result<TokenUser>> {
  const locked = await tx
    .select({ id: users.id, role: users.role, disabledAt: users.disabledAt })
    .from(users)
    .where(inArray(users.id, [actor.id, userId]))
    .orderBy(asc(users.id))
    .for('update')
  const self = locked.find(({ id }) => id === actor.id)
  if (!self || self.disabledAt || !(await isSignedIn(ctx, tx, actor))) return fail('unauthenticated')
  if (self.role !== 'operator') return fail('forbidden')
  const target = await lockUser(tx, userId)
  return target ? ok(target) : fail('not_found')
}

async function isSignedIn({ now }: Pick<Context, 'now'>, tx: Transaction, actor: Actor): Promise<boolean> {
  const mine = and(eq(sessions.id, actor.sessionId), eq(sessions.userId, actor.id))
  const open = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(mine, gt(sessions.expiresAt, now())))
  return open.length > 0
}
