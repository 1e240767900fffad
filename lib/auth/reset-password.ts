import type { Account } from '../account/account'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { cancelMessages } from '../email/outbox/cancel'
import { mailLetter } from '../email/outbox/enqueue'
import type { Context, InTransaction, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { forget } from '../limit/forget'
import { signInLimits } from '../limit/sign-in-limits'
import { consumeLink } from '../link/consume'
import { findLink } from '../link/find'
import { mintLink } from '../link/mint'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { takeOver } from '../link/take-over'
import { passwordProblem } from '../password/judge'
import { traceVisitor } from '../session/client/trace'

type Refusal = LinkRefusal | 'account_disabled' | 'invalid_input'

/**
 * Specification 4.2: the holder of the mailbox chooses a new password, and everybody else is out, all in one transaction. Signs
 * nobody in. A refused password leaves the link good.
 */
export async function resetPassword(
  ctx: Context,
  { token, password }: { token: string; password: string },
  visitor: Visitor,
): Promise<Result<{ email: EmailAddress }, Refusal>> {
  const link = await findLink(ctx, 'reset_password', token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  const { id, name, email, disabledAt } = link.account
  if (disabledAt) return fail('account_disabled')
  const problem = await passwordProblem({ password, name, email })
  if (problem) return fail('invalid_input', { fields: [{ field: 'password', code: problem }] })
  const passwordHash = await ctx.passwords.hash(password)
  const outcome = await transaction(ctx, (t) => storeBy(t, link.account, { token, passwordHash, visitor }))
  if (outcome === 'disabled') return fail('account_disabled')
  // Between reading and locking, somebody else used this link, or the address changed.
  if (outcome === 'gone') {
    const { state } = await findLink(ctx, 'reset_password', token)
    return refuseLink(ctx, state, visitor)
  }
  ctx.log.info('password_reset', { userId: id })
  return ok({ email })
}

type Chosen = { token: string; passwordHash: string; visitor: Visitor }

async function storeBy(
  t: InTransaction<Context>,
  { id: userId, email }: Account,
  { token, passwordHash, visitor }: Chosen,
): Promise<'stored' | 'gone' | 'disabled'> {
  const account = await lockAccount(t, userId)
  if (!account || account.email !== email) return 'gone'
  if (account.disabledAt) return 'disabled'
  if (!(await consumeLink(t, { purpose: 'reset_password', userId, token }))) return 'gone'
  // Their "this was not me" is void, and its button would lead nowhere.
  await cancelMessages(t, { userId, reason: 'PasswordChosen', kind: ['new_device', 'password_changed'] })
  await takeOver(t, account, passwordHash)
  // The person forgot the password, and has probably used the guesses up.
  await forget(t, ...signInLimits(t, { email, account: undefined, visitor, deviceMark: null }))
  const origin = await traceVisitor(t, account, visitor)
  await recordEvent(t, { type: 'password_reset', userId, actorId: userId, origin })
  const facts = { at: t.now().toISOString() }
  await mailLetter(t, 'password_changed', account, { ...(await mintLink(t, 'not_me', account)), facts })
  return 'stored'
}
