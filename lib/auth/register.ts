import { accountMaker, type NewAccount } from '../account/create'
import { type BroughtProof, type JudgedProof, judgeProof, proofDeadline } from '../browser-proof/judge'
import { settleProof } from '../browser-proof/settle'
import { transaction } from '../db/transaction'
import { EMAIL_TAKEN, refuseTaken } from '../email/notice-taken'
import type { Context, Visitor } from '../kernel/context'
import { domainOf, type EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { consumeSoon } from '../limit/consume'
import { acceptWork } from '../limit/work/accept'
import { offerWork } from '../limit/work/offer'
import { beginAccount } from '../link/begin-account'
import { IS_RESERVED } from '../link/reserved'
import { passwordProblem } from '../password/judge'
import type { SignIn } from '../session/open'

const createAccount = accountMaker(IS_RESERVED)

const UNDELIVERABLE = fail('invalid_input', { fields: [{ field: 'email', code: 'email_undeliverable' }] })

/** `work`: a proof of work, for a network that is over its limit. `proof`: what the person's browser brought to prove the address. */
type NewPerson = { name: string; email: EmailAddress; password: string; work?: string; proof?: BroughtProof }

/**
 * Specification 1.1: account, verification link, verification e-mail and session commit together or not at all.
 * Specification 4.9: with a good proof by the browser the address is verified at once, and a welcome e-mail takes the place of the other; any other
 * proof is as good as none. Refuses with `invalid_input` where the password is weak or the domain takes no mail.
 */
export async function register(
  ctx: Context,
  input: NewPerson,
  visitor: Visitor,
): Promise<Result<SignIn, 'invalid_input' | 'email_taken' | 'rate_limited'>> {
  const { name, email, password } = input
  const deadline = proofDeadline()
  const limited = await admitSignUp(ctx, input, visitor)
  if (!limited.ok) return limited
  // The issuer answers while the password is judged and hashed.
  const proving = judgeProof(ctx, { address: email, proof: input.proof, deadline })
  const problem = await passwordProblem(input)
  if (problem) return fail('invalid_input', { fields: [{ field: 'password', code: problem }] })
  // Hashed before the address is looked up, so that a taken address takes as long as a free one. The DNS answers meanwhile.
  const [passwordHash, reachable, proof] = await Promise.all([
    ctx.passwords.hash(password),
    ctx.mailDomain(domainOf(email)),
    proving,
  ])
  if (reachable === 'no') return UNDELIVERABLE
  const signIn = await signUp(ctx, { name, email, passwordHash, locale: visitor.locale, proof }, visitor)
  if (!signIn) return (await refuseTaken(ctx, email)) ?? EMAIL_TAKEN
  ctx.log.info('user_registered', { userId: signIn.user.id })
  return ok(signIn)
}

/** Counts a sign-up on its limits. A proof of work lifts that of the network alone. */
async function admitSignUp(ctx: Context, { email, work }: NewPerson, { network }: Visitor) {
  const place = { purpose: 'sign_up', network } as const
  const hasWork = await acceptWork(ctx, place, work)
  const byNetwork = [hasWork ? 'registerByWork' : 'registerByNetwork', network] as const
  return offerWork(ctx, place, await consumeSoon(ctx, byNetwork, ['registerByAddress', email]))
}

type SignUp = NewAccount & { proof: JudgedProof | undefined }

/** @returns null where another account has the address, or its former owner can still take it back */
async function signUp(
  ctx: Context,
  { proof, ...newAccount }: SignUp,
  visitor: Visitor,
): Promise<SignIn | null> {
  const outcome = await transaction(ctx, async (t) => {
    const account = await createAccount(t, newAccount)
    if (!account) return null
    const refusal = await settleProof(t, proof)
    const signIn = await beginAccount(t, account, visitor, { way: refusal === null ? 'browser' : null })
    return { signIn, refusal }
  })
  if (outcome?.refusal) ctx.log.info('browser_proof_refused', { code: outcome.refusal })
  return outcome?.signIn ?? null
}
