import { type PersonExport, readExport } from '../../account/export/read'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { traceVisitor } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

/**
 * Exports everything that the tables hold about the person but secrets, with how long each is kept (GDPR, articles 15 and 20).
 * The export's own event is in it.
 */
export async function exportData(
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<PersonExport, 'unauthenticated' | 'rate_limited'>> {
  const { id } = session.user
  const limited = await consume(ctx, ['exportByAccount', String(id)])
  if (!limited.ok) return limited
  const exported = await transaction(ctx, async (t) => {
    // The account's acts take turns at its lock, so that the tables agree with one another.
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    await recordEvent(t, { type: 'data_exported', userId: id, actorId: id, origin })
    return ok(await readExport(t, account, visitor.locale))
  })
  if (exported.ok) ctx.log.info('data_exported', { userId: id })
  return exported
}
