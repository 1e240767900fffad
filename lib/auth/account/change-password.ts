import { type Account, publicUser } from '../../account/account'
import { setPassword } from '../../account/change'
import { findAccount } from '../../account/find'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { cancelMessages } from '../../email/outbox/cancel'
import { mailLetter } from '../../email/outbox/enqueue'
import type { Context, InTransaction, Visitor } from '../../kernel/context'
import type { FieldCode } from '../../kernel/errors'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { forget } from '../../limit/forget'
import { signInLimits } from '../../limit/sign-in-limits'
import { voidLinks } from '../../link/consume'
import { mintLink } from '../../link/mint'
import { passwordProblem } from '../../password/judge'
import { normalisedPassword } from '../../password/text'
import { keyOffer } from '../../session/bind/offer'
import { noteRefusal } from '../../session/client/refusals'
import { traceVisitor } from '../../session/client/trace'
import { knownDeviceMark } from '../../session/device/mark'
import { endOtherSessions } from '../../session/end'
import { isSessionOpen } from '../../session/is-open'
import type { SignIn } from '../../session/open'
import type { ActiveSession } from '../../session/read'
import { renewSession } from '../../session/renew'
import { lockOwner } from '../../session/row/lock-owner'

/** `deviceMark`: the mark that this browser presented. */
type NewPassword = { currentPassword: string; newPassword: string; deviceMark: string | null }

const WRONG = fail('invalid_credentials', { fields: [{ field: 'currentPassword', code: 'password_wrong' }] })

const NONE = fail('invalid_credentials', { fields: [{ field: 'currentPassword', code: 'password_none' }] })

const unfit = (code: FieldCode) => fail('invalid_input', { fields: [{ field: 'newPassword', code }] })

/**
 * Changes the password of a person who knows the present one, which is checked under the limits of signing in. Every other
 * session ends, this one goes on under a new JWT, every mark of a known device is void, and so are links to choose a password.
 * The owner is told by mail; docs/security.md says what else ends, and what does not.
 * (ASVS 6.2.3, 7.4.3; OWASP Authentication Cheat Sheet)
 */
export async function changePassword(
  ctx: Context,
  session: ActiveSession,
  { currentPassword, newPassword, deviceMark }: NewPassword,
  visitor: Visitor,
): Promise<Result<SignIn, 'unauthenticated' | 'invalid_credentials' | 'invalid_input' | 'rate_limited'>> {
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const { id, name, email } = session.user
  const account = await findAccount(ctx, id)
  if (!account) return fail('unauthenticated')
  // Nothing to check: the person proves the mailbox, and chooses one there.
  if (account.passwordHash === null) return NONE
  const guards = signInLimits(ctx, { email, account, visitor, deviceMark })
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  if (!(await ctx.passwords.verify(currentPassword, account.passwordHash))) {
    // Another browser may have changed the password meanwhile: nobody is told that theirs was wrong, nor is a guess noted.
    if (!(await isSessionOpen(ctx, { id, sessionId: session.id }))) return fail('unauthenticated')
    noteRefusal(ctx, { type: 'password_refused', account, session: session.handle }, visitor)
    ctx.log.info('password_change_refused', { userId: id })
    return WRONG
  }
  await forget(ctx, ...guards)
  if (normalisedPassword(newPassword) === normalisedPassword(currentPassword))
    return unfit('password_unchanged')
  const problem = await passwordProblem({ password: newPassword, name, email })
  if (problem) return unfit(problem)
  const counted = await consume(ctx, ['passwordChangeByAccount', String(id)])
  if (!counted.ok) return counted
  const passwordHash = await ctx.passwords.hash(newPassword)
  const changed = await transaction(ctx, (t) => change(t, { session, passwordHash }, visitor))
  if (changed.ok) ctx.log.info('password_changed', { userId: id })
  return changed
}

type Change = { session: ActiveSession; passwordHash: string }

/** Refuses with `unauthenticated`, too, where another change of the password ended or renewed this session meanwhile. */
async function change(
  t: InTransaction,
  { session, passwordHash }: Change,
  visitor: Visitor,
): Promise<Result<SignIn, 'unauthenticated'>> {
  const { id } = session.user
  const account = await lockOwner(t, session)
  if (!account) return fail('unauthenticated')
  const deviceEpoch = await setPassword(t, id, { passwordHash, deviceKnown: true })
  await voidLinks(t, ['reset_password'], id)
  await cancelMessages(t, { userId: id, reason: 'PasswordChosen', kind: ['password_reset'] })
  await endOtherSessions(t, id, session.id)
  const renewed = await renewSession(t, session)
  if (!renewed) throw new Error('an open session could not be renewed under the lock of its account')
  await tellOwner(t, account)
  const origin = { session: renewed.handle, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, { type: 'password_changed', userId: id, actorId: id, origin })
  const deviceMark = knownDeviceMark(t.env, { ...account, deviceEpoch })
  const { handle } = renewed
  const offer = session.isBound ? null : keyOffer(t, { role: account.role, handle })
  return ok({ user: publicUser(account), session: renewed, deviceMark, keyOffer: offer })
}

/** Links the notice to the whole account, not to a session: "this was not me" ends them all, this one too. */
async function tellOwner(t: InTransaction, account: Account): Promise<void> {
  const minted = await mintLink(t, 'not_me', { id: account.id, email: account.email })
  await mailLetter(t, 'password_changed', account, { ...minted, facts: { at: t.now().toISOString() } })
}
