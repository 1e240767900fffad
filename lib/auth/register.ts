import { createAccount, isAddressTaken, type NewAccount } from '../account/change'
import { findAccountByEmail } from '../account/find'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { mailLetter } from '../email/outbox/enqueue'
import type { Context, Visitor } from '../kernel/context'
import { domainOf, type EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { consume } from '../limit/consume'
import { linkLimits } from '../limit/link-limits'
import { mintLink } from '../link/mint'
import { passwordProblem } from '../password/judge'
import { openSession, type SignIn } from '../session/open'

const UNDELIVERABLE = fail('invalid_input', { fields: [{ field: 'email', code: 'email_undeliverable' }] })
const EMAIL_TAKEN = fail('email_taken', { fields: [{ field: 'email', code: 'email_taken' }] })

/**
 * Specification 1.1: account, verification link, verification e-mail and session commit together or not at all.
 * Refuses with `invalid_input` where the password is weak or the domain takes no mail.
 */
export async function register(
  ctx: Context,
  input: { name: string; email: EmailAddress; password: string },
  visitor: Visitor,
): Promise<Result<SignIn, 'invalid_input' | 'email_taken' | 'rate_limited'>> {
  const { name, email, password } = input
  const limited = await consume(ctx, ['registerByNetwork', visitor.network], ['registerByAddress', email])
  if (!limited.ok) return limited
  const problem = await passwordProblem(input)
  if (problem) return fail('invalid_input', { fields: [{ field: 'password', code: problem }] })
  // Hashed before the look-up, so that a taken address takes as long as a free one. The DNS answers meanwhile.
  const [passwordHash, reachable] = await Promise.all([
    ctx.passwords.hash(password),
    ctx.mailDomain(domainOf(email)),
  ])
  if (reachable === 'no') return UNDELIVERABLE
  if (await findAccountByEmail(ctx, email)) return EMAIL_TAKEN
  try {
    const registration = await signUp(ctx, { name, email, passwordHash, locale: visitor.locale }, visitor)
    ctx.log.info('user_registered', { userId: registration.user.id })
    return ok(registration)
  } catch (error) {
    if (isAddressTaken(error)) return EMAIL_TAKEN
    throw error
  }
}

const signUp = (ctx: Context, newAccount: NewAccount, visitor: Visitor): Promise<SignIn> =>
  transaction(ctx, async (t) => {
    const account = await createAccount(t, newAccount)
    await recordEvent(t, { type: 'registered', userId: account.id, actorId: account.id })
    await mailLetter(t, 'verification', account, await mintLink(t, 'verify_email', account))
    // The first link counts too, so that the countdown to the next one starts now.
    await consume(t, ...linkLimits(account.email))
    return openSession(t, { ...account, passwordHash: newAccount.passwordHash }, visitor)
  })
