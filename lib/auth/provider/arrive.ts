import { findAccount, findAccountByEmail } from '../../account/find'
import type { Context, Visitor } from '../../kernel/context'
import { fail, ok } from '../../kernel/result'
import type { ArrivalResult, Arriving, Outcome } from '../../provider/arrival/arriving'
import { claimUnverified } from '../../provider/arrival/claim'
import { enterByIdentity } from '../../provider/arrival/enter'
import { signUp } from '../../provider/arrival/sign-up'
import { findIdentity } from '../../provider/find'
import { offerIdentity } from '../../provider/offer'
import { noteRefusal } from '../../session/client/refusals'

/** A simultaneous arrival of the same person moves this one to another row of the table, once or twice. */
const TURNS = 3

/**
 * Specification 4.7, the table of addresses, row by row. The identity is issuer and subject. An address decides only where the provider
 * says that it checked it, and never over a verified account.
 */
export async function arrive(ctx: Context, arriving: Arriving, visitor: Visitor): Promise<ArrivalResult> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const outcome = await arriveOnce(ctx, arriving, visitor)
    if (outcome !== 'again') return noted(ctx, arriving, outcome, visitor)
  }
  return fail('provider_failed')
}

async function arriveOnce(ctx: Context, arriving: Arriving, visitor: Visitor): Promise<Outcome> {
  const { profile } = arriving
  const { email, isProven } = profile
  const identity = await findIdentity(ctx, profile)
  if (identity) return enterByIdentity(ctx, { ...arriving, userId: identity.userId }, visitor)
  if (email === null) return fail('provider_no_address')
  const account = await findAccountByEmail(ctx, email)
  if (!account) return signUp(ctx, { profile, email }, visitor)
  if (!isProven) return fail('identity_unproven')
  if (account.disabledAt) return fail('account_disabled')
  if (account.emailVerified) return ok({ offer: await offerIdentity(ctx, account.id, profile) })
  return claimUnverified(ctx, { profile, userId: account.id }, visitor)
}

/** Notes how it ended: in the log, and a refused person among the account's events. */
async function noted(
  ctx: Context,
  { profile }: Arriving,
  outcome: ArrivalResult,
  visitor: Visitor,
): Promise<ArrivalResult> {
  const { provider, email } = profile
  if (outcome.ok) {
    const { signIn, step, offer } = outcome.value
    if (offer) ctx.log.info('identity_offered', { detail: provider })
    else
      ctx.log.info(step ? 'second_step_asked' : 'user_signed_in', {
        userId: signIn?.user.id,
        detail: provider,
      })
    return outcome
  }
  ctx.log.info('sign_in_refused', { detail: provider, code: outcome.error.code })
  if (outcome.error.code !== 'account_disabled') return outcome
  const identity = await findIdentity(ctx, profile)
  const account = identity
    ? await findAccount(ctx, identity.userId)
    : email && (await findAccountByEmail(ctx, email))
  if (account) noteRefusal(ctx, { type: 'sign_in_refused', account, detail: 'account_disabled' }, visitor)
  return outcome
}
