import type { Account } from '../account/account'
import { recordEvent } from '../audit/record'
import { noticeWayIn } from '../factor/notice'
import type { InTransaction, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { traceVisitor } from '../session/client/trace'
import { findIdentity } from './find'
import { type Linkable, linkIdentity } from './link'

/** Where it is added: the session, and its client. */
type Place = { session: string; visitor: Visitor }

/**
 * Adds a way in to a locked account, and tells its owner. One that the account has already is no news. Refuses with `identity_taken`
 * where it is another account's.
 */
export async function addIdentity(
  t: InTransaction,
  account: Account,
  linkable: Linkable,
  { session, visitor }: Place,
): Promise<Result<null, 'identity_taken'>> {
  const { id: userId } = account
  if (!(await linkIdentity(t, userId, linkable))) {
    const holder = await findIdentity(t, linkable)
    return holder?.userId === userId ? ok(null) : fail('identity_taken')
  }
  await noticeWayIn(t, 'factor_added', account, 'provider')
  const origin = { session, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, {
    type: 'identity_linked',
    userId,
    actorId: userId,
    detail: linkable.provider,
    origin,
  })
  return ok(null)
}
