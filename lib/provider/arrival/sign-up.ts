import { accountMaker } from '../../account/create'
import { findAccountByEmail, type StoredAccount } from '../../account/find'
import { transaction } from '../../db/transaction'
import type { Context, InTransaction, Visitor } from '../../kernel/context'
import { domainOf, type EmailAddress } from '../../kernel/email-address'
import { fail, ok } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { beginAccount } from '../../link/begin-account'
import { IS_RESERVED } from '../../link/reserved'
import type { SignIn } from '../../session/open'
import { linkIdentity } from '../link'
import type { Profile } from '../profile'
import type { Outcome } from './arriving'

const createAccount = accountMaker(IS_RESERVED)

type Newcomer = { profile: Profile; email: EmailAddress }

/**
 * Makes an account without a password, for an address that nobody has here: verified where the provider vouches for it, else with a
 * verification e-mail like any other. Counts on the limits of signing up.
 */
export async function signUp(ctx: Context, { profile, email }: Newcomer, visitor: Visitor): Promise<Outcome> {
  const limited = await consume(ctx, ['registerByNetwork', visitor.network], ['registerByAddress', email])
  if (!limited.ok) return limited
  if (!profile.isProven && (await ctx.mailDomain(domainOf(email))) === 'no')
    return fail('provider_no_address')
  const signIn = await transaction(ctx, async (t) => {
    const { name } = profile
    const account = await createAccount(t, { name, email, passwordHash: null, locale: visitor.locale })
    return account && begin(t, account, profile, visitor)
  })
  if (signIn) {
    ctx.log.info('user_registered', { userId: signIn.user.id, detail: profile.provider })
    return ok({ signIn })
  }
  // Else nobody has it, and its former owner can still take it back.
  return (await findAccountByEmail(ctx, email)) ? 'again' : fail('email_taken')
}

async function begin(
  t: InTransaction,
  account: StoredAccount,
  profile: Profile,
  visitor: Visitor,
): Promise<SignIn> {
  const { provider, isProven } = profile
  if (!(await linkIdentity(t, account.id, profile)))
    throw new Error('an identity was linked while its account was made')
  return beginAccount(t, account, visitor, { way: isProven ? provider : null, detail: provider })
}
