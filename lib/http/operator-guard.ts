import { eq } from 'drizzle-orm'
import { users } from '../db/schema'
import { fail, ok, type Result } from '../result'
import { type PublicUser, readSession } from '../token/session'
import type { ApiCall } from './endpoint'

/** A signed-in operator, and the session that says so. */
export type Operator = { user: PublicUser; sessionId: string }

/** The operator who makes this request. Refuses with `unauthenticated` or `forbidden`. */
export async function requireOperatorCall({ ctx, visitor }: ApiCall): Promise<Result<Operator>> {
  const session = await readSession(ctx, visitor.jwt)
  if (!session) return fail('unauthenticated')
  const [row] = await ctx.db
    .select({ role: users.role, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.id, session.user.id))
  if (row?.role !== 'operator' || row.disabledAt !== null) return fail('forbidden')
  return ok({ user: session.user, sessionId: session.id })
}
