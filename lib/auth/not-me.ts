import { voidDeviceMarks } from '../account/change'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { cancelMessages } from '../email/outbox/cancel'
import { mailResetLink } from '../email/outbox/mail-reset'
import { removeWaysIn } from '../factor/remove-all'
import type { CoreContext, InTransaction, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consumeLink, voidLinks } from '../link/consume'
import { findLink } from '../link/find'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { traceVisitor } from '../session/client/trace'
import { endSessionOf, endSessions } from '../session/end'

/** The link of a notice; `session`: handle of the session that the notice was about. Null: about the whole account. */
type NotMe = { userId: number; token: string; session: string | null }

/**
 * "This was not me", in a notice (specification 4.3), in any browser: ends the session that the notice was about, or all;
 * removes the ways in that were added since, voids every mark of a known device, a pending change of address among the account's
 * links, and mails a link to choose a
 * new password.
 *
 * No limit of links holds it up: a link works once, and only its reader can use it, so each message is answered by one.
 */
export async function notMe(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<null, 'account_disabled' | LinkRefusal>> {
  const link = await findLink(ctx, 'not_me', token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  const { account, session } = link
  const outcome = await transaction(ctx, (t) => lockOut(t, { userId: account.id, token, session }, visitor))
  if (outcome === 'disabled') return fail('account_disabled')
  if (outcome === 'gone') return refuseLink(ctx, (await findLink(ctx, 'not_me', token)).state, visitor)
  ctx.log.info('disowned_by_link', { userId: account.id })
  return ok(null)
}

async function lockOut(
  t: InTransaction,
  { userId, token, session }: NotMe,
  visitor: Visitor,
): Promise<'done' | 'gone' | 'disabled'> {
  const account = await lockAccount(t, userId)
  if (!account) return 'gone'
  if (account.disabledAt) return 'disabled'
  const toldAt = await consumeLink(t, { purpose: 'not_me', userId, token })
  if (!toldAt) return 'gone'
  await removeWaysIn(t, userId, toldAt)
  await cancelMessages(t, { userId, reason: 'AccountDisowned', kind: ['password_reset', 'email_change'] })
  if (session === null) {
    await endSessions(t, userId)
    await voidLinks(t, ['not_me'], userId)
  } else await endSessionOf(t, userId, session)
  await voidDeviceMarks(t, userId)
  await mailResetLink(t, account)
  const origin = { session: null, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, { type: 'disowned_by_link', userId, actorId: userId, origin })
  return 'done'
}
