import { renewPasswordHash } from '../account/change'
import { findAccountByEmail, type StoredAccount } from '../account/find'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { Context, InTransaction, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { consume, overLimit } from '../limit/consume'
import { isFamiliarNetwork } from '../limit/familiar-network'
import { forget } from '../limit/forget'
import { countGuess, forgiveGuess, secondsUntilGuess } from '../limit/guesses'
import { signInLimits } from '../limit/sign-in-limits'
import type { Subject } from '../limit/subject'
import { isKnownDevice } from '../session/device'
import { openSession, type SignIn } from '../session/open'

/** `deviceMark`: the mark that this browser got at its last sign-in. */
type Credentials = { email: EmailAddress; password: string; deviceMark?: string | null }

/** An attempt on an existing account with its right password; a success resets its `guards`. */
type Attempt = { account: StoredAccount; password: string; guards: Subject[] }

/**
 * Specification 1.3. An unknown address and a wrong password are the same answer after the same work: one hash.
 * Only a person who knows the account's password is told `account_disabled`.
 *
 * Once a network has failed at many accounts, it is refused even with the right password, unless the account was signed in
 * to from this browser or network before.
 */
export async function login(
  ctx: Context,
  { email, password, deviceMark = null }: Credentials,
  visitor: Visitor,
): Promise<Result<SignIn, 'invalid_credentials' | 'account_disabled' | 'rate_limited'>> {
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const account = await findAccountByEmail(ctx, email)
  const guards = signInLimits(ctx, { email, account, visitor, deviceMark })
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  const guess = { network: visitor.network, email }
  const isKnown = isKnownDevice(ctx.env, account, deviceMark)
  const isHome = isKnown || (await isFamiliarNetwork(ctx, account?.id ?? 0, visitor.network))
  const isRight = await ctx.passwords.verify(password, account?.passwordHash ?? null)
  const over = isKnown ? null : await secondsUntilGuess(ctx, guess)
  const isFailure = !isRight || (over !== null && !isHome)
  // After the same work as "wrong", and with the right password too, so that a guesser learns nothing.
  const wait = isFailure && !isKnown ? ((await countGuess(ctx, guess)) ?? over) : null
  if (wait !== null) return overLimit(ctx, 'loginFailuresByNetwork', wait)
  if (account?.disabledAt && isRight) return fail('account_disabled')
  const signIn = account && isRight ? await signInTo(ctx, { account, password, guards }, visitor) : null
  if (!signIn) {
    ctx.log.info('sign_in_refused', { userId: account?.id })
    return fail('invalid_credentials')
  }
  await forgiveGuess(ctx, guess)
  ctx.log.info('user_signed_in', { userId: signIn.user.id })
  return ok(signIn)
}

/** Opens the session; null when the account was deleted or disabled while its password was being checked. */
async function signInTo(
  ctx: Context,
  { account, password, guards }: Attempt,
  visitor: Visitor,
): Promise<SignIn | null> {
  const renewed = ctx.passwords.needsRehash(account.passwordHash) ? await ctx.passwords.hash(password) : null
  return transaction(ctx, async (t) => {
    const locked = await lockAccount(t, account.id)
    if (!locked || locked.disabledAt) return null
    const passwordHash = await storeRenewedHash(t, account, renewed)
    await forget(t, ...guards)
    await recordEvent(t, { type: 'signed_in', userId: account.id, actorId: account.id })
    return openSession(t, { ...locked, passwordHash }, visitor)
  })
}

/** Stores the hash of the configured cost, if one was made. @returns the hash that is stored now */
const storeRenewedHash = async (
  t: InTransaction,
  { id, passwordHash }: StoredAccount,
  renewed: string | null,
) => (renewed === null ? passwordHash : renewPasswordHash(t, id, { old: passwordHash, renewed }))
