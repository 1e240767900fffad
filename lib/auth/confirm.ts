import { findAccount } from '../account/find'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { Context, Visitor } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { forget } from '../limit/forget'
import { signInLimits } from '../limit/sign-in-limits'
import type { Subject } from '../limit/subject'
import type { IssuedSession } from '../session/issue'
import type { ActiveSession } from '../session/read'
import { renewSession } from '../session/renew'

const passwordNeeded = (code: 'password_confirm' | 'password_wrong') =>
  fail('password_needed', { fields: [{ field: 'password', code }] })

/** `password`: undefined where none was given. `deviceMark`: the mark that this browser got at its last sign-in. */
type Confirmation = { session: ActiveSession; password: string | undefined; deviceMark: string | null }

/**
 * Confirms that the person of a session knows the password: it was given in the last ten minutes, or is given here,
 * under the limits of signing in (OWASP Authentication Cheat Sheet: re-authenticate before sensitive acts).
 * Refuses with `unauthenticated` where the session ended meanwhile.
 * @returns the session's new JWT if a password was given; null if none was needed
 */
export async function confirmPassword(
  ctx: Context,
  { session, password, deviceMark }: Confirmation,
  visitor: Visitor,
): Promise<Result<IssuedSession | null, 'password_needed' | 'unauthenticated' | 'rate_limited'>> {
  if (password === undefined) {
    const age = ctx.now().getTime() - session.passwordAt.getTime()
    return age <= LIFETIMES.confirmedPassword ? ok(null) : passwordNeeded('password_confirm')
  }
  const { user } = session
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const account = await findAccount(ctx, user.id)
  const guards = signInLimits(ctx, { email: user.email, account, visitor, deviceMark })
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  if (!(await ctx.passwords.verify(password, account?.passwordHash ?? null))) {
    ctx.log.info('password_not_confirmed', { userId: user.id })
    return passwordNeeded('password_wrong')
  }
  const renewed = await renew(ctx, session, guards)
  return renewed ? ok(renewed) : fail('unauthenticated')
}

const renew = (ctx: Context, session: ActiveSession, guards: Subject[]): Promise<IssuedSession | null> =>
  transaction(ctx, async (t) => {
    const { id: userId } = session.user
    // In the order in which signing in takes the same rows.
    await forget(t, ...guards)
    const renewed = await renewSession(t, session)
    if (!renewed) return null
    await recordEvent(t, { type: 'password_confirmed', userId, actorId: userId })
    return renewed
  })
