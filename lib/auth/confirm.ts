import { findAccount, type StoredAccount } from '../account/find'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { Context, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { forget } from '../limit/forget'
import { signInLimits } from '../limit/sign-in-limits'
import type { Subject } from '../limit/subject'
import { noteRefusal } from '../session/client/refusals'
import { originOf } from '../session/client/trace'
import { isSessionOpen } from '../session/is-open'
import type { IssuedSession } from '../session/issue'
import type { ActiveSession } from '../session/read'
import { renewSession } from '../session/renew'

/** `deviceMark`: the mark that this browser got at its last sign-in. */
type Confirmation = { session: ActiveSession; password: string; deviceMark: string | null }

const NONE = fail('invalid_credentials', { fields: [{ field: 'password', code: 'password_none' }] })

/**
 * Confirms that the person of a session knows the password, under the limits of signing in (OWASP Authentication Cheat Sheet:
 * re-authenticate before sensitive acts). Refuses with `invalid_credentials`, or with `unauthenticated` where the session
 * ended meanwhile. `isProofFresh` (`lib/session/proof.ts`) says whether an act needs it.
 * @returns the session's new JWT; the old one is refused from now on
 */
export async function confirmPassword(
  ctx: Context,
  { session, password, deviceMark }: Confirmation,
  visitor: Visitor,
): Promise<Result<IssuedSession, 'invalid_credentials' | 'unauthenticated' | 'rate_limited'>> {
  const { user } = session
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const account = await findAccount(ctx, user.id)
  if (account?.passwordHash === null) return NONE
  const guards = signInLimits(ctx, { email: user.email, account, visitor, deviceMark })
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  const isRight = await ctx.passwords.verify(password, account?.passwordHash ?? null)
  if (!account) return fail('unauthenticated')
  if (!isRight) {
    // As in a change of password (`lib/auth/account/change-password.ts`).
    if (!(await isSessionOpen(ctx, { id: user.id, sessionId: session.id }))) return fail('unauthenticated')
    noteRefusal(ctx, { type: 'password_refused', account, session: session.handle }, visitor)
    ctx.log.info('password_not_confirmed', { userId: user.id })
    return fail('invalid_credentials')
  }
  const renewed = await renew(ctx, { account, session, guards }, visitor)
  return renewed ? ok(renewed) : fail('unauthenticated')
}

type Confirmed = { account: StoredAccount; session: ActiveSession }

const renew = (
  ctx: Context,
  { account, session, guards }: Confirmed & { guards: Subject[] },
  visitor: Visitor,
): Promise<IssuedSession | null> =>
  transaction(ctx, async (t) => {
    const { id: userId } = account
    // In the order in which signing in takes the same rows.
    await forget(t, ...guards)
    const renewed = await renewSession(t, session)
    if (!renewed) return null
    const origin = await originOf(t, account, visitor, renewed.handle)
    await recordEvent(t, { type: 'password_confirmed', userId, actorId: userId, origin })
    return renewed
  })
