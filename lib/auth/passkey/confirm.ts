import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { PasskeyResponse } from '../../factor/passkey/response'
import { checkPasskey, noteUse, type UsedPasskey } from '../../factor/passkey/use'
import { stopRemoval } from '../../factor/removal/stop'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { originOf } from '../../session/client/trace'
import type { IssuedSession } from '../../session/issue'
import type { ActiveSession } from '../../session/read'
import { renewSession } from '../../session/renew'
import { lockOwner } from '../../session/row/lock-owner'

type Refusal = 'invalid_passkey' | 'unauthenticated' | 'rate_limited'

/**
 * Confirms by a passkey of the account who is signed in. The challenge must have been asked for in this very session.
 * @returns the session's new JWT; the old one is refused from now on
 */
export async function confirmByPasskey(
  ctx: CoreContext,
  { session, response }: { session: ActiveSession; response: PasskeyResponse },
  visitor: Visitor,
): Promise<Result<IssuedSession, Refusal>> {
  const limited = await consume(ctx, ['passkeyByNetwork', visitor.network])
  if (!limited.ok) return limited
  const used = await checkPasskey(ctx, { response, session: session.handle, isOwn: true })
  if (!used.ok) return used
  if (used.value.passkey.userId !== session.user.id) return fail('invalid_passkey')
  return await transaction(ctx, (t) => renew(t, { session, used: used.value }, visitor))
}

async function renew(
  t: InTransaction,
  { session, used }: { session: ActiveSession; used: UsedPasskey },
  visitor: Visitor,
): Promise<Result<IssuedSession, 'invalid_passkey' | 'unauthenticated'>> {
  const { id } = session.user
  const account = await lockOwner(t, session)
  if (!account) return fail('unauthenticated')
  if (!(await noteUse(t, used))) return fail('invalid_passkey')
  const renewed = await renewSession(t, session, 'factor')
  if (!renewed) throw new Error('an open session could not be renewed under the lock of its account')
  const origin = await originOf(t, account, visitor, renewed.handle)
  await stopRemoval(t, id, origin)
  await recordEvent(t, { type: 'password_confirmed', userId: id, actorId: id, detail: 'passkey', origin })
  return ok(renewed)
}
