import { type Account, type PublicUser, publicUser } from '../../account/account'
import { setProfile } from '../../account/change'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { traceVisitor } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

/** The parts that a person writes; one that is left out stays. */
type Profile = Partial<Pick<Account, 'name' | 'locale'>>

/** Changes name and language. The event tells which, not to what; a change to what is there already is none. */
export async function changeProfile(
  ctx: CoreContext,
  session: ActiveSession,
  profile: Profile,
  visitor: Visitor,
): Promise<Result<PublicUser, 'unauthenticated' | 'rate_limited'>> {
  const { id } = session.user
  const limited = await consume(ctx, ['profileChangeByAccount', String(id)])
  if (!limited.ok) return limited
  return transaction(ctx, async (t) => {
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const changed = (['name', 'locale'] as const).filter(
      (key) => profile[key] !== undefined && profile[key] !== account[key],
    )
    if (changed.length === 0) return ok(publicUser(account))
    await setProfile(t, id, Object.fromEntries(changed.map((key) => [key, profile[key]])))
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    const detail = changed.join(' ')
    await recordEvent(t, { type: 'profile_changed', userId: id, actorId: id, detail, origin })
    return ok(publicUser({ ...account, ...profile }))
  })
}
