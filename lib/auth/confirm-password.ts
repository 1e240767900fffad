import { eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import { users } from '../db/schema'
import { recordEvent } from '../events/record'
import { consume, forget, type Subject } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { LIFETIMES } from '../token/lifetimes'
import { type ActiveSession, type IssuedSession, renewSession } from '../token/session'
import { signInLimits } from './sign-in-limits'

const wanted = (code: 'password_confirm' | 'password_wrong') =>
  fail('password_needed', { fields: [{ field: 'password', code }] })

/**
 * Makes sure that the person of a session knows its password now: it was given in the last ten minutes, or it is given
 * here, under the limits of signing in (OWASP Authentication Cheat Sheet: re-authenticate before sensitive acts).
 * Refuses with `password_needed`, `unauthenticated` (the session ended meanwhile) or `rate_limited`.
 * @returns the session's new JWT, where the password was given; null where it was not needed
 */
export async function confirmPassword(
  ctx: Context,
  session: ActiveSession,
  password: string | undefined,
  visitor: Visitor,
  deviceMark: string | null,
): Promise<Result<IssuedSession | null>> {
  if (password === undefined) {
    const age = ctx.now().getTime() - session.passwordAt.getTime()
    return age <= LIFETIMES.confirmedPassword ? ok(null) : wanted('password_confirm')
  }
  const { user } = session
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const [stored] = await ctx.db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, user.id))
  const guards = signInLimits(ctx, user.email, stored, visitor, deviceMark)
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  if (!(await ctx.passwords.verify(password, stored?.passwordHash ?? null))) {
    ctx.log.info('password_not_confirmed', { userId: user.id })
    return wanted('password_wrong')
  }
  const renewed = await renew(ctx, session, guards)
  return renewed ? ok(renewed) : fail('unauthenticated')
}

function renew(ctx: Context, session: ActiveSession, guards: Subject[]): Promise<IssuedSession | null> {
  const { id: userId } = session.user
  return ctx.db.transaction(async (tx) => {
    // In the order in which signing in takes the same rows.
    await forget({ ...ctx, db: tx }, ...guards)
    const renewed = await renewSession(ctx, tx, session)
    if (!renewed) return null
    await recordEvent(ctx, tx, { type: 'password_confirmed', userId, actorId: userId })
    return renewed
  })
}
