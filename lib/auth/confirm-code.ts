import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { type CodeMethod, tryFactorCode } from '../factor/code'
import { stopRemoval } from '../factor/removal/stop'
import type { Context, InTransaction, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { forget } from '../limit/forget'
import { noteRefusal } from '../session/client/refusals'
import { originOf } from '../session/client/trace'
import type { IssuedSession } from '../session/issue'
import type { ActiveSession } from '../session/read'
import { renewSession } from '../session/renew'
import { lockOwner } from '../session/row/lock-owner'

type Confirmation = { session: ActiveSession; method: CodeMethod; code: string }

const WRONG = fail('wrong_code', { fields: [{ field: 'code', code: 'code_wrong' }] })

/**
 * Confirms that the person of a session has the account's second factor. Five wrong codes are tried in a quarter of an hour: only
 * whoever is signed in gets so far, so the limit locks nobody else out.
 * @returns the session's new JWT; the old one is refused from now on
 */
export async function confirmCode(
  ctx: Context,
  { session, method, code }: Confirmation,
  visitor: Visitor,
): Promise<Result<IssuedSession, 'wrong_code' | 'unauthenticated' | 'rate_limited'>> {
  const { id: userId } = session.user
  const limit = ['factorCodeByAccount', String(userId)] as const
  const limited = await consume(ctx, [...limit])
  if (!limited.ok) return limited
  const done = await transaction(ctx, (t) => tryCode(t, { session, method, code }, visitor))
  if (done.ok) await forget(ctx, [...limit])
  else if (done.error.code === 'wrong_code') {
    const account = { id: userId, networkKey: null }
    noteRefusal(
      ctx,
      { type: 'second_step_refused', account, session: session.handle, detail: method },
      visitor,
    )
    ctx.log.info('second_step_refused', { userId })
  }
  return done
}

async function tryCode(
  t: InTransaction<Context>,
  { session, method, code }: Confirmation,
  visitor: Visitor,
): Promise<Result<IssuedSession, 'wrong_code' | 'unauthenticated'>> {
  const { id } = session.user
  const account = await lockOwner(t, session)
  if (!account) return fail('unauthenticated')
  const origin = await originOf(t, account, visitor, session.handle)
  if (!(await tryFactorCode(t, account, { method, code }, origin))) return WRONG
  const renewed = await renewSession(t, session, 'factor')
  if (!renewed) throw new Error('an open session could not be renewed under the lock of its account')
  await stopRemoval(t, id, origin)
  await recordEvent(t, { type: 'password_confirmed', userId: id, actorId: id, detail: method, origin })
  return ok(renewed)
}
