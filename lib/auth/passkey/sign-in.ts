import { findAccount } from '../../account/find'
import { lockAccount } from '../../account/lock'
import { transaction } from '../../db/transaction'
import type { PasskeyResponse } from '../../factor/passkey/response'
import { checkPasskey, noteUse, type UsedPasskey } from '../../factor/passkey/use'
import { stopRemoval } from '../../factor/removal/stop'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { originOf } from '../../session/client/trace'
import { openSession, type SignIn } from '../../session/open'

/** `session`: handle of the session that the browser has. */
type Brought = { response: PasskeyResponse; session: string | null; deviceMark: string | null }

type Refusal = 'invalid_passkey' | 'account_disabled' | 'rate_limited'

/**
 * Signs in by a passkey, which is both steps at once (specification 4.6). It counts on none of the limits of passwords and codes, since
 * nobody can guess it, so nobody locks it.
 */
export async function signInByPasskey(
  ctx: CoreContext,
  { response, session, deviceMark }: Brought,
  visitor: Visitor,
): Promise<Result<SignIn, Refusal>> {
  const limited = await consume(ctx, ['passkeyByNetwork', visitor.network])
  if (!limited.ok) return limited
  const used = await checkPasskey(ctx, { response, session, isOwn: false })
  if (!used.ok) return used
  const done = await transaction(ctx, (t) => enter(t, { used: used.value, deviceMark }, visitor))
  if (done.ok) ctx.log.info('user_signed_in', { userId: done.value.user.id })
  return done
}

async function enter(
  t: InTransaction,
  { used, deviceMark }: { used: UsedPasskey; deviceMark: string | null },
  visitor: Visitor,
): Promise<Result<SignIn, Exclude<Refusal, 'rate_limited'>>> {
  const { userId } = used.passkey
  const account = await lockAccount(t, userId)
  const stored = account && (await findAccount(t, userId))
  if (!stored) return fail('invalid_passkey')
  if (stored.disabledAt) return fail('account_disabled')
  if (!(await noteUse(t, used))) return fail('invalid_passkey')
  await stopRemoval(t, userId, await originOf(t, stored, visitor))
  return ok(await openSession(t, stored, visitor, { event: 'signed_in', deviceMark, isFactor: true }))
}
