import { accountMaker, type NewAccount } from '../account/create'
import { transaction } from '../db/transaction'
import { EMAIL_TAKEN, refuseTaken } from '../email/notice-taken'
import { mailFirstLink } from '../email/outbox/mail-first-link'
import type { Context, Visitor } from '../kernel/context'
import { domainOf, type EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { consumeSoon } from '../limit/consume'
import { IS_RESERVED } from '../link/reserved'
import { passwordProblem } from '../password/judge'
import { openSession, type SignIn } from '../session/open'

const createAccount = accountMaker(IS_RESERVED)

const UNDELIVERABLE = fail('invalid_input', { fields: [{ field: 'email', code: 'email_undeliverable' }] })

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
  const limited = await consumeSoon(ctx, ['registerByNetwork', visitor.network], ['registerByAddress', email])
  if (!limited.ok) return limited
  const problem = await passwordProblem(input)
  if (problem) return fail('invalid_input', { fields: [{ field: 'password', code: problem }] })
  // Hashed before the address is looked up, so that a taken address takes as long as a free one. The DNS answers meanwhile.
  const [passwordHash, reachable] = await Promise.all([
    ctx.passwords.hash(password),
    ctx.mailDomain(domainOf(email)),
  ])
  if (reachable === 'no') return UNDELIVERABLE
  const signIn = await signUp(ctx, { name, email, passwordHash, locale: visitor.locale }, visitor)
  if (!signIn) return (await refuseTaken(ctx, email)) ?? EMAIL_TAKEN
  ctx.log.info('user_registered', { userId: signIn.user.id })
  return ok(signIn)
}

/** @returns null where another account has the address, or its former owner can still take it back */
const signUp = (ctx: Context, newAccount: NewAccount, visitor: Visitor): Promise<SignIn | null> =>
  transaction(ctx, async (t) => {
    const account = await createAccount(t, newAccount)
    if (!account) return null
    await mailFirstLink(t, account)
    return openSession(t, account, visitor, { event: 'registered', deviceMark: null })
  })
