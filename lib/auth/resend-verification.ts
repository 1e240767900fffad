import type { Context, Visitor } from '../context'
import { sendVerificationEmail } from '../email/messages'
import { isSuppressed } from '../email/suppression'
import type { ErrorCode } from '../errors'
import { recordEvent } from '../events/record'
import { linkLimits } from '../rate-limit/link-limits'
import { consume, secondsUntilFree } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { findEmailToken, lockUser, mintEmailToken } from '../token/email-token'
import { readSession } from '../token/session'
import { refuseToken } from './refuse-token'

/** Asking again makes sense after `retryAfter` seconds. */
export type Resent = { retryAfter: number }

type Account = { id: number; email: string; emailVerified: boolean; disabledAt?: Date | null }

/**
 * Mails a new link to the account that the visitor is signed in to, or that `token` (in time or expired) was made
 * for: who holds a token has read the account's mail. Earlier links stay valid until one is used (specification 2).
 * Refuses with `unauthenticated`, `account_disabled`, `already_verified`, `address_suppressed`, `rate_limited`,
 * `invalid_token` or `token_used`.
 */
export async function resendVerification(
  ctx: Context,
  token: string | undefined,
  visitor: Visitor,
): Promise<Result<Resent>> {
  const account =
    token === undefined ? await signedInAccount(ctx, visitor) : await accountOf(ctx, token, visitor)
  if (!account.ok) return account
  if (account.value.disabledAt) return fail('account_disabled')
  if (account.value.emailVerified) return fail('already_verified')
  if (await isSuppressed(ctx.db, account.value.email)) return fail('address_suppressed')
  const limited = await consume(ctx, ...linkLimits(account.value.email))
  if (!limited.ok) return limited
  // Disabled since: what the session, or the token, would be told now.
  const whenDisabled = token === undefined ? 'unauthenticated' : 'account_disabled'
  const mailed = await mailNewLink(ctx, account.value, whenDisabled)
  if (!mailed.ok) return mailed
  ctx.log.info('verification_resent', { userId: account.value.id })
  return ok({ retryAfter: await secondsUntilFree(ctx, ...linkLimits(account.value.email)) })
}

async function signedInAccount(ctx: Context, visitor: Visitor): Promise<Result<Account>> {
  const session = await readSession(ctx, visitor.jwt)
  return session ? ok(session.user) : fail('unauthenticated')
}

async function accountOf(ctx: Context, token: string, visitor: Visitor): Promise<Result<Account>> {
  const found = await findEmailToken(ctx.db, token, ctx.now())
  return found.state === 'valid' || found.state === 'expired'
    ? ok(found.user)
    : refuseToken(ctx, found, visitor)
}

function mailNewLink(ctx: Context, account: Account, whenDisabled: ErrorCode): Promise<Result<null>> {
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, account.id)
    if (user?.disabledAt) return fail(whenDisabled)
    if (!user || user.emailVerified) return fail('already_verified')
    const token = await mintEmailToken(tx, user, ctx.now())
    await sendVerificationEmail(ctx, tx, user, token)
    await recordEvent(ctx, tx, { type: 'verification_resent', userId: user.id, actorId: user.id })
    return ok(null)
  })
}
