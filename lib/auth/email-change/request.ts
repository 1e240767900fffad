import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { refuseTaken } from '../../email/notice-taken'
import { cancelMessages } from '../../email/outbox/cancel'
import { mailLetter } from '../../email/outbox/enqueue'
import { isSuppressed } from '../../email/report/suppression'
import type { Context, CoreContext, Visitor } from '../../kernel/context'
import { domainOf, type EmailAddress } from '../../kernel/email-address'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { linkLimits } from '../../limit/link-limits'
import { forgetLinks } from '../../link/consume'
import { mintLink } from '../../link/mint'
import { traceVisitor } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

const EMAIL_UNCHANGED = fail('invalid_input', { fields: [{ field: 'email', code: 'email_unchanged' }] })
const UNDELIVERABLE = fail('invalid_input', { fields: [{ field: 'email', code: 'email_undeliverable' }] })
const EMAIL_SUPPRESSED = fail('address_suppressed', {
  fields: [{ field: 'email', code: 'email_suppressed' }],
})

/**
 * Specification 4.3: mails a link to the address that a person wants from now on. The old one stays in force until the new
 * one is proven, so a slip locks nobody out. A newer request replaces the pending one.
 *
 * Refuses with `email_unverified` an account that was never proven: nobody could take its old address back, and correcting
 * it is another act (`lib/auth/change-email.ts`).
 */
export async function requestEmailChange(
  ctx: Context,
  email: EmailAddress,
  session: ActiveSession,
  visitor: Visitor,
): Promise<
  Result<
    null,
    | 'unauthenticated'
    | 'email_unverified'
    | 'invalid_input'
    | 'email_taken'
    | 'address_suppressed'
    | 'rate_limited'
  >
> {
  const { user } = session
  if (!user.emailVerified) return fail('email_unverified')
  if (email === user.email) return EMAIL_UNCHANGED
  const limited = await consume(ctx, ['emailChangeByAccount', String(user.id)])
  if (!limited.ok) return limited
  const unfit = await unfitness(ctx, email, user.id)
  if (unfit) return unfit
  // After the look-up: nobody uses up the limit of somebody else's address.
  const spaced = await consume(ctx, ...linkLimits(email))
  if (!spaced.ok) return spaced
  const requested = await mailNewAddress(ctx, email, session, visitor)
  if (requested.ok) ctx.log.info('email_change_requested', { userId: user.id })
  return requested
}

async function unfitness(ctx: Context, email: EmailAddress, userId: number) {
  const [reachable, suppressed, taken] = await Promise.all([
    ctx.mailDomain(domainOf(email)),
    isSuppressed(ctx, email),
    refuseTaken(ctx, email, { exceptFor: userId }),
  ])
  if (reachable === 'no') return UNDELIVERABLE
  if (taken) return taken
  return suppressed ? EMAIL_SUPPRESSED : undefined
}

const mailNewAddress = (
  ctx: CoreContext,
  email: EmailAddress,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<null, 'unauthenticated' | 'invalid_input'>> =>
  transaction(ctx, async (t) => {
    const { id } = session.user
    // A session that a reset ended meanwhile leaves no pending address behind (pre-hijacking: "unexpired e-mail change").
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    if (account.email === email) return EMAIL_UNCHANGED
    await forgetLinks(t, id, 'change_email')
    await cancelMessages(t, { userId: id, reason: 'EmailChangeCancelled', kind: 'email_change' })
    const asked = { ...account, email }
    const minted = await mintLink(t, 'change_email', asked)
    await mailLetter(t, 'email_change', asked, { ...minted, facts: { email } })
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    await recordEvent(t, { type: 'email_change_requested', userId: id, actorId: id, origin })
    return ok(null)
  })
