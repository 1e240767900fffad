import type { StoredAccount } from '../account/find'
import type { Context, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { isKnownDevice } from '../session/device/mark'
import { consume, overLimit } from './consume'
import { judgeGuess } from './guesses'
import { signInLimits } from './sign-in-limits'
import type { Subject } from './subject'

/** A password for the account with this address, if there is one. `deviceMark`: the mark that the browser presented. */
type Attempt = {
  email: EmailAddress
  account: StoredAccount | undefined
  password: string
  deviceMark: string | null
}

/** An account whose password was given. `guards`: the limits to reset once it signs in. */
export type Attested = { account: StoredAccount; guards: Subject[] }

/**
 * Checks a password under the limits of signing in. An unknown address and a wrong password are the same refusal after the
 * same work: one hash.
 *
 * Once a network has failed at many accounts, it is refused even with the right password, unless the account was signed in
 * to from this browser or network before.
 */
export async function checkPassword(
  ctx: Context,
  { email, account, password, deviceMark }: Attempt,
  visitor: Visitor,
): Promise<Result<Attested, 'invalid_credentials' | 'rate_limited'>> {
  const guards = signInLimits(ctx, { email, account, visitor, deviceMark })
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  const isRight = await ctx.passwords.verify(password, account?.passwordHash ?? null)
  const isKnown = isKnownDevice(ctx.env, account, deviceMark)
  const { network } = visitor
  const wait = await judgeGuess(ctx, { network, email, accountId: account?.id, isKnown, isRight })
  if (wait) return overLimit(ctx, 'loginFailuresByNetwork', wait)
  return account && wait === null ? ok({ account, guards }) : fail('invalid_credentials')
}
