import type { Account } from '../account/account'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { mailLetter } from '../email/outbox/enqueue'
import { isSuppressed } from '../email/report/suppression'
import type { Context, CoreContext, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { linkLimits } from '../limit/link-limits'
import { secondsUntilFree } from '../limit/read'
import { findLink } from '../link/find'
import { mintLink } from '../link/mint'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { admitSession, type SessionRefusal } from '../session/bind/admit'
import { originOf } from '../session/client/trace'

/** Asking again makes sense after `retryAfter` seconds. */
type Resent = { retryAfter: number }

/** `session`: the handle of the session that asks, where a token does not. */
type Asker = Pick<Account, 'id' | 'email' | 'emailVerified'> &
  Partial<Pick<Account, 'disabledAt'>> & { session?: string }

type Unfit = 'account_disabled' | 'already_verified'
type HolderRefusal = LinkRefusal<'used' | 'unknown'>
type Refusal = Unfit | SessionRefusal | 'address_suppressed' | HolderRefusal

/**
 * Mails a new link to the account that the visitor is signed in to, or that `token` (in time or expired) was made for:
 * a token proves that its holder read the account's mail. Earlier links stay valid until one is used (specification
 * 2).
 */
export async function resendLink(
  ctx: Context,
  token: string | undefined,
  visitor: Visitor,
): Promise<Result<Resent, Refusal>> {
  const asker = token === undefined ? await signedIn(ctx, visitor) : await holderOf(ctx, token, visitor)
  if (!asker.ok) return asker
  const { email } = asker.value
  if (asker.value.disabledAt) return fail('account_disabled')
  if (asker.value.emailVerified) return fail('already_verified')
  if (await isSuppressed(ctx, email)) return fail('address_suppressed')
  const limited = await consume(ctx, ...linkLimits(email))
  if (!limited.ok) return limited
  const mailed = await mailNewLink(ctx, asker.value, visitor)
  // Disabled meanwhile: its session ended with that, so only a token's holder gets the reason.
  if (!mailed.ok && mailed.error.code === 'account_disabled' && token === undefined)
    return fail('unauthenticated')
  if (!mailed.ok) return mailed
  ctx.log.info('verification_resent', { userId: asker.value.id })
  return ok({ retryAfter: await secondsUntilFree(ctx, ...linkLimits(email)) })
}

async function signedIn(ctx: Context, visitor: Visitor): Promise<Result<Asker, SessionRefusal>> {
  const session = await admitSession(ctx, visitor)
  return session.ok ? ok({ ...session.value.user, session: session.value.handle }) : session
}

async function holderOf(
  ctx: CoreContext,
  token: string,
  visitor: Visitor,
): Promise<Result<Asker, HolderRefusal>> {
  const link = await findLink(ctx, 'verify_email', token)
  return link.state === 'valid' || link.state === 'expired'
    ? ok(link.account)
    : refuseLink(ctx, link.state, visitor)
}

const mailNewLink = (
  ctx: CoreContext,
  { id, session }: Asker,
  visitor: Visitor,
): Promise<Result<null, Unfit>> =>
  transaction(ctx, async (t) => {
    const account = await lockAccount(t, id)
    if (account?.disabledAt) return fail('account_disabled')
    if (!account || account.emailVerified) return fail('already_verified')
    await mailLetter(t, 'verification', account, await mintLink(t, 'verify_email', account))
    const origin = await originOf(t, account, visitor, session)
    await recordEvent(t, { type: 'verification_resent', userId: id, actorId: id, origin })
    return ok(null)
  })
