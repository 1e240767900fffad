import { findAccount } from '../account/find'
import type { CoreContext, Visitor } from '../kernel/context'
import type { FieldCode } from '../kernel/errors'
import { ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { passwordProblem } from '../password/judge'
import { openShown } from '../session/shown'

/** `owner`: the sealed name of the account that the password is for (`lib/session/shown.ts`); it replaces the other two. */
type Judged = { password: string; name: string; email: string; owner?: string }

/**
 * Judges a password while it is typed, as the flows that store one do (ASVS 6.2.8: it is judged as it is). Stores and logs
 * nothing of it.
 */
export async function judgePassword(
  ctx: CoreContext,
  { password, owner, ...typed }: Judged,
  visitor: Visitor,
): Promise<Result<'strong' | FieldCode, 'rate_limited'>> {
  const limited = await consume(ctx, ['judgeByNetwork', visitor.network])
  if (!limited.ok) return limited
  const shown = owner === undefined ? undefined : openShown(ctx, owner)
  const account = shown && (await findAccount(ctx, shown.id))
  const { name, email } = account ?? typed
  return ok((await passwordProblem({ password, name, email })) ?? 'strong')
}
