import type { Account } from '../account/account'
import { findAccount, type StoredAccount } from '../account/find'
import { lockAccount } from '../account/lock'
import { transaction } from '../db/transaction'
import { mailLetter } from '../email/outbox/enqueue'
import { type CodeMethod, tryFactorCode } from '../factor/code'
import { stopRemoval } from '../factor/removal/stop'
import { countWrongCode, endStep, findStep } from '../factor/step/pending'
import type { Context, InTransaction, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { forget } from '../limit/forget'
import { forgiveGuess } from '../limit/guesses'
import { secondStepLimits } from '../limit/sign-in-limits'
import type { Subject } from '../limit/subject'
import { mintLink } from '../link/mint'
import { noteRefusal } from '../session/client/refusals'
import { type Origin, originOf } from '../session/client/trace'
import { openSession, type SignIn } from '../session/open'

/** `token`: the cookie of the first step. `deviceMark`: the mark that this browser got at its last sign-in. */
type SecondStep = { token: string | null; method: CodeMethod; code: string; deviceMark: string | null }

type Refusal = 'wrong_code' | 'step_over' | 'account_disabled' | 'rate_limited'

const WRONG = fail('wrong_code', { fields: [{ field: 'code', code: 'code_wrong' }] })

/**
 * Specification 4.5: the second step of a sign-in, by a code. Five wrong codes end it, whatever their number at one moment: each is
 * tried under the lock of the account. A wrong one counts as a failed sign-in, so that new first steps give no new tries.
 */
export async function giveSecondStep(
  ctx: Context,
  { token, method, code, deviceMark }: SecondStep,
  visitor: Visitor,
): Promise<Result<SignIn, Refusal>> {
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const found = await findStep(ctx, token)
  if (token === null || !found) return fail('step_over')
  const account = await findAccount(ctx, found.account.id)
  if (!account) return fail('step_over')
  const guards = secondStepLimits(ctx, { email: account.email, account, visitor, deviceMark })
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  const given = { token, method, code, deviceMark, guards, account }
  const done = await transaction(ctx, (t) => tryStep(t, given, visitor))
  if (done.ok) {
    await forgiveGuess(ctx, { network: visitor.network, email: account.email })
    ctx.log.info('user_signed_in', { userId: account.id })
  } else if (done.error.code !== 'account_disabled') {
    noteRefusal(ctx, { type: 'second_step_refused', account, detail: method }, visitor)
    ctx.log.info('second_step_refused', { userId: account.id })
  }
  return done
}

type Given = Omit<SecondStep, 'token'> & { token: string; guards: Subject[]; account: StoredAccount }

async function tryStep(
  t: InTransaction<Context>,
  { token, method, code, deviceMark, guards, account }: Given,
  visitor: Visitor,
): Promise<Result<SignIn, Exclude<Refusal, 'rate_limited'>>> {
  const locked = await lockAccount(t, account.id)
  // Again, under the lock: another guess may have ended the step, or the password was replaced.
  if (!locked || !(await findStep(t, token))) return fail('step_over')
  if (locked.disabledAt) return fail('account_disabled')
  const origin = await originOf(t, locked, visitor)
  if (!(await tryFactorCode(t, locked, { method, code }, origin))) {
    if (!(await countWrongCode(t, token))) return WRONG
    await noticeFailure(t, locked, origin)
    return fail('step_over')
  }
  await endStep(t, token)
  await forget(t, ...guards)
  await stopRemoval(t, locked.id, origin)
  const { passwordHash } = account
  const opening = { event: 'signed_in', deviceMark, isFactor: true } as const
  return ok(await openSession(t, { ...locked, passwordHash }, visitor, opening))
}

/** Tells the owner that somebody with the right password failed: the password is known. Once a day at most. */
async function noticeFailure(t: InTransaction, account: Account, client: Origin): Promise<void> {
  const { id, email } = account
  if (!(await consume(t, ['stepNoticeByRecipient', email])).ok) return
  const minted = await mintLink(t, 'not_me', { id, email })
  await mailLetter(t, 'second_step_failed', account, {
    ...minted,
    facts: { at: t.now().toISOString(), client },
  })
}
