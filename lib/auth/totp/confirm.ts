import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { noticeWayIn } from '../../factor/notice'
import { replaceRecoveryCodes } from '../../factor/recovery-code/store'
import { confirmTotp, tryTotp } from '../../factor/totp/store'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { forget } from '../../limit/forget'
import { originOf } from '../../session/client/trace'
import type { IssuedSession } from '../../session/issue'
import type { ActiveSession } from '../../session/read'
import { renewSession } from '../../session/renew'
import { lockOwner } from '../../session/row/lock-owner'

/** `recoveryCodes`: shown once. `session`: this one, under a new JWT. */
type Confirmed = { recoveryCodes: string[]; session: IssuedSession }

type Refusal = 'unauthenticated' | 'factor_on' | 'invalid_code' | 'rate_limited'

/**
 * Turns an authenticator app on whose first code is right (specification 4.5), and makes ten recovery codes. The owner is told by mail.
 * The session counts as one that gave the factor, so it goes on under a new JWT; other sessions stay.
 */
export async function confirmTotpSetup(
  ctx: CoreContext,
  { session, code }: { session: ActiveSession; code: string },
  visitor: Visitor,
): Promise<Result<Confirmed, Refusal>> {
  const { id } = session.user
  const limited = await consume(ctx, ['factorCodeByAccount', String(id)])
  if (!limited.ok) return limited
  const done = await transaction(ctx, (t) => turnOn(t, { session, code }, visitor))
  if (!done.ok) return done
  await forget(ctx, ['factorCodeByAccount', String(id)])
  ctx.log.info('totp_added', { userId: id })
  return done
}

async function turnOn(
  t: InTransaction,
  { session, code }: { session: ActiveSession; code: string },
  visitor: Visitor,
): Promise<Result<Confirmed, Exclude<Refusal, 'rate_limited'>>> {
  const { id: userId } = session.user
  const account = await lockOwner(t, session)
  if (!account) return fail('unauthenticated')
  if (account.secondFactorSince) return fail('factor_on')
  if (!(await tryTotp(t, userId, code)))
    return fail('invalid_code', { fields: [{ field: 'code', code: 'code_wrong' }] })
  await confirmTotp(t, userId)
  const recoveryCodes = await replaceRecoveryCodes(t, userId)
  const renewed = await renewSession(t, session, 'factor')
  if (!renewed) throw new Error('an open session could not be renewed under the lock of its account')
  const origin = await originOf(t, account, visitor, renewed.handle)
  await recordEvent(t, { type: 'totp_added', userId, actorId: userId, origin })
  await noticeWayIn(t, 'factor_added', account, 'totp')
  return ok({ recoveryCodes, session: renewed })
}
