import { findAccount } from '../../account/find'
import { lockAccount } from '../../account/lock'
import { transaction } from '../../db/transaction'
import type { PasskeyResponse } from '../../factor/passkey/response'
import { checkPasskey, noteUse, type UsedPasskey } from '../../factor/passkey/use'
import { stopRemoval } from '../../factor/removal/stop'
import { countWrongCode, endStep, findStep } from '../../factor/step/pending'
import type { Context, InTransaction, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { forget } from '../../limit/forget'
import { forgiveGuess } from '../../limit/guesses'
import { secondStepLimits } from '../../limit/sign-in-limits'
import { noteRefusal } from '../../session/client/refusals'
import { originOf } from '../../session/client/trace'
import { openSession, type SignIn } from '../../session/open'

/** `token`: the cookie of the first step. `session`: handle of the session that the browser has. */
type SecondStep = {
  token: string | null
  response: PasskeyResponse
  session: string | null
  deviceMark: string | null
}

type Refusal = 'wrong_code' | 'step_over' | 'account_disabled' | 'rate_limited'

const WRONG = fail('wrong_code', { fields: [{ field: 'response', code: 'response_invalid' }] })

/**
 * Specification 4.5: the second step of a sign-in, by a passkey of its account. A wrong one is one of the five tries of the step, and
 * counts on no limit of the account: nobody can guess a passkey.
 */
export async function giveSecondStepByPasskey(
  ctx: Context,
  { token, response, session, deviceMark }: SecondStep,
  visitor: Visitor,
): Promise<Result<SignIn, Refusal>> {
  const limited = await consume(ctx, ['passkeyByNetwork', visitor.network])
  if (!limited.ok) return limited
  const found = await findStep(ctx, token)
  if (token === null || !found) return fail('step_over')
  const checked = await checkPasskey(ctx, { response, session, isOwn: false })
  const used = checked.ok ? checked.value : null
  const { account } = found
  const done = await transaction(ctx, (t) =>
    tryStep(t, { token, userId: account.id, used, deviceMark }, visitor),
  )
  if (done.ok) {
    await forgiveGuess(ctx, { network: visitor.network, email: account.email })
    ctx.log.info('user_signed_in', { userId: account.id })
  } else if (done.error.code !== 'account_disabled') {
    noteRefusal(ctx, { type: 'second_step_refused', account, detail: 'passkey' }, visitor)
    ctx.log.info('second_step_refused', { userId: account.id })
  }
  return done
}

type Given = { token: string; userId: number; used: UsedPasskey | null; deviceMark: string | null }

async function tryStep(
  t: InTransaction<Context>,
  { token, userId, used, deviceMark }: Given,
  visitor: Visitor,
): Promise<Result<SignIn, Exclude<Refusal, 'rate_limited'>>> {
  const locked = await lockAccount(t, userId)
  const account = locked && (await findAccount(t, userId))
  // Again, under the lock: another try may have ended the step, or the password was replaced.
  if (!account || !(await findStep(t, token))) return fail('step_over')
  if (account.disabledAt) return fail('account_disabled')
  const isRight = used?.passkey.userId === userId && (await noteUse(t, used))
  if (!isRight) return (await countWrongCode(t, token)) ? fail('step_over') : WRONG
  await endStep(t, token)
  await forget(t, ...secondStepLimits(t, { email: account.email, account, visitor, deviceMark }))
  await stopRemoval(t, userId, await originOf(t, account, visitor))
  return ok(await openSession(t, account, visitor, { event: 'signed_in', deviceMark, isFactor: true }))
}
