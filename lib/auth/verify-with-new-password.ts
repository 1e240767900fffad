import type { Account } from '../account/account'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { Context, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { forget } from '../limit/forget'
import { signInLimits } from '../limit/sign-in-limits'
import { consumeLink } from '../link/consume'
import { findLink } from '../link/find'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { takeOver } from '../link/take-over'
import { passwordProblem } from '../password/judge'
import { originOf } from '../session/client/trace'
import { openSession, type SignIn } from '../session/open'

type Proof = { token: string; newPassword: string }

type Refusal = LinkRefusal | 'account_disabled' | 'invalid_input'

/**
 * Specification 4.1: in a browser that does not hold the account's session, the holder of the mailbox chooses a new password.
 * The address is proven, everybody else is out (`takeOver`), and this browser is signed in, all in one transaction. So a
 * stranger who signed up with this address keeps nothing (pre-hijacking, "unexpired session").
 */
export async function verifyWithNewPassword(
  ctx: Context,
  { token, newPassword }: Proof,
  visitor: Visitor,
): Promise<Result<SignIn, Refusal>> {
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const link = await findLink(ctx, 'verify_email', token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  const { account } = link
  if (account.disabledAt) return fail('account_disabled')
  const problem = await passwordProblem({
    name: account.name,
    email: account.email,
    password: newPassword,
  })
  if (problem) return fail('invalid_input', { fields: [{ field: 'newPassword', code: problem }] })
  const passwordHash = await ctx.passwords.hash(newPassword)
  const signIn = await prove(ctx, { account, token, passwordHash }, visitor)
  if (signIn === 'gone') {
    const { state } = await findLink(ctx, 'verify_email', token)
    return refuseLink(ctx, state, visitor)
  }
  ctx.log.info('account_taken_over', { userId: account.id })
  return ok(signIn)
}

/** `gone`: the link was used, or the account changed, while the password was being hashed. */
const prove = (
  ctx: Context,
  { account, token, passwordHash }: { account: Account; token: string; passwordHash: string },
  visitor: Visitor,
): Promise<SignIn | 'gone'> =>
  transaction(ctx, async (t) => {
    const { id: userId, email } = account
    const locked = await lockAccount(t, userId)
    if (!locked || locked.disabledAt || locked.email !== email) return 'gone'
    if (!(await consumeLink(t, { purpose: 'verify_email', userId, token }))) return 'gone'
    const owned = await takeOver(t, locked, passwordHash)
    // The person forgot the password, and has probably used the guesses up.
    await forget(t, ...signInLimits(t, { email, account: undefined, visitor, deviceMark: null }))
    const signIn = await openSession(t, owned, visitor, { event: 'signed_in', deviceMark: null })
    const origin = await originOf(t, owned, visitor, signIn.session.handle)
    const event = { userId, actorId: userId, origin }
    await recordEvent(t, { ...event, type: 'email_verified', detail: 'new_password' })
    await recordEvent(t, { ...event, type: 'password_reset' })
    return signIn
  })
