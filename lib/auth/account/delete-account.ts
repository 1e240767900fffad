import type { Account } from '../../account/account'
import { eraseAccount } from '../../account/erase'
import { lockAccount, lockOperatorsAnd } from '../../account/lock'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { mailFarewell } from '../../email/outbox/enqueue'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { findOpenUndo } from '../../link/address/pending'
import { traceVisitor } from '../../session/client/trace'
import { isSessionOpen } from '../../session/is-open'
import type { ActiveSession } from '../../session/read'

const MISTYPED = fail('invalid_input', { fields: [{ field: 'email', code: 'email_mismatch' }] })

type Refusal = 'unauthenticated' | 'invalid_input' | 'undo_open' | 'last_operator'

/**
 * Deletes the account of the person who types its address: `lib/account/erase.ts`, then the farewell. Refuses with `undo_open`
 * while a former address can be restored, because its owner may be somebody else; and with `last_operator` where nobody would
 * be left who can operate.
 */
export async function deleteOwnAccount(
  ctx: CoreContext,
  session: ActiveSession,
  email: EmailAddress,
  visitor: Visitor,
): Promise<Result<null, Refusal>> {
  const deleted = await transaction(ctx, (t) => deleteLocked(t, session, email, visitor))
  if (deleted.ok) ctx.log.info('account_deleted', { userId: session.user.id })
  return deleted
}

async function deleteLocked(
  t: InTransaction,
  session: ActiveSession,
  email: EmailAddress,
  visitor: Visitor,
): Promise<Result<null, Refusal>> {
  const { id } = session.user
  const { account, isLastOperator } = await lock(t, session)
  if (!account || account.disabledAt) return fail('unauthenticated')
  if (!(await isSessionOpen(t, { id, sessionId: session.id }))) return fail('unauthenticated')
  if (account.email !== email) return MISTYPED
  if (isLastOperator) return fail('last_operator')
  if (await findOpenUndo(t, id)) return fail('undo_open')
  const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, { type: 'account_deleted', userId: id, actorId: id, origin })
  await eraseAccount(t, account, 'AccountDeleted')
  if (await maySayFarewell(t, account)) await mailFarewell(t, account)
  return ok(null)
}

/** Locks all operators where one leaves, so that of two who leave at once one stays. A new role ends older sessions: `role` is current. */
async function lock(t: InTransaction, { user: { id }, role }: ActiveSession) {
  if (role !== 'operator') return { account: await lockAccount(t, id), isLastOperator: false }
  const locked = await lockOperatorsAnd(t, id)
  const isLastOperator = !locked.some((other) => other.id !== id && other.disabledAt === null)
  return { account: locked.find((one) => one.id === id) ?? null, isLastOperator }
}

/** A never-proven address may be a stranger's: whoever signs up and leaves again and again must not flood it. */
const maySayFarewell = async (t: InTransaction, { email, emailVerified }: Account): Promise<boolean> =>
  emailVerified || (await consume(t, ['farewellByRecipient', email])).ok
