import { type PublicUser, publicUser } from '../account/account'
import { isAddressTaken, setAddress } from '../account/change'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { EMAIL_TAKEN, refuseTaken } from '../email/notice-taken'
import { cancelMessages } from '../email/outbox/cancel'
import { mailLetter } from '../email/outbox/enqueue'
import { isSuppressed } from '../email/report/suppression'
import type { Context, CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { linkLimits } from '../limit/link-limits'
import { forgetLinks } from '../link/consume'
import { mintLink } from '../link/mint'
import { admitSession, type SessionRefusal } from '../session/bind/admit'
import { traceVisitor } from '../session/client/trace'
import type { IssuedSession } from '../session/issue'
import type { ActiveSession } from '../session/read'
import { renewSession } from '../session/renew'

type EmailChange = { user: PublicUser; session: IssuedSession }

type Unfit = 'unauthenticated' | 'already_verified'

const EMAIL_SUPPRESSED = fail('address_suppressed', {
  fields: [{ field: 'email', code: 'email_suppressed' }],
})

/**
 * Corrects the address of an account that was never verified. Voids links to the old address, cancels its waiting
 * messages, frees it for others, and mails a link to the new one. Renews the session, because its JWT names the
 * address.
 */
export async function changeEmail(
  ctx: Context,
  email: EmailAddress,
  visitor: Visitor,
): Promise<
  Result<EmailChange, SessionRefusal | Unfit | 'address_suppressed' | 'email_taken' | 'rate_limited'>
> {
  const admitted = await admitSession(ctx, visitor)
  if (!admitted.ok) return admitted
  const session = admitted.value
  if (session.user.emailVerified) return fail('already_verified')
  if (await isSuppressed(ctx, email)) return EMAIL_SUPPRESSED
  const limited = await consume(ctx, ['emailChangeByAccount', String(session.user.id)], ...linkLimits(email))
  if (!limited.ok) return limited
  const taken = await refuseTaken(ctx, email, { exceptFor: session.user.id })
  if (taken) return taken
  try {
    const changed = await moveAccount(ctx, session, email, visitor)
    if (changed.ok) ctx.log.info('email_corrected', { userId: session.user.id })
    return changed
  } catch (error) {
    if (isAddressTaken(error)) return (await refuseTaken(ctx, email)) ?? EMAIL_TAKEN
    throw error
  }
}

const moveAccount = (
  ctx: CoreContext,
  session: ActiveSession,
  email: EmailAddress,
  visitor: Visitor,
): Promise<Result<EmailChange, Unfit>> =>
  transaction(ctx, async (t) => {
    const userId = session.user.id
    const account = await lockAccount(t, userId)
    if (!account || account.disabledAt) return fail('unauthenticated')
    if (account.emailVerified) return fail('already_verified')
    const moved = { ...account, email }
    // No proof: nobody gave the password. A session that ended since it was read (signed out, ended by an operator) is not renewed.
    const renewed = await renewSession(t, { id: session.id, user: moved }, 'none')
    if (!renewed) return fail('unauthenticated')
    // Before the new address: counting it waits for the settling of these messages (migration 0006).
    await cancelMessages(t, { userId, reason: 'AddressCorrected' })
    await setAddress(t, userId, email)
    await forgetLinks(t, userId)
    await mailLetter(t, 'verification', moved, await mintLink(t, 'verify_email', moved))
    const origin = { session: renewed.handle, ...(await traceVisitor(t, account, visitor)) }
    await recordEvent(t, { type: 'email_changed', userId, actorId: userId, origin })
    return ok({ user: publicUser(moved), session: renewed })
  })
