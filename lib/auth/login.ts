import { renewPasswordHash } from '../account/change'
import type { StoredAccount } from '../account/find'
import { lockAccount } from '../account/lock'
import { transaction } from '../db/transaction'
import { stepMethods } from '../factor/step/asked'
import { type Entry, enter } from '../factor/step/enter'
import type { Context, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, ok, type Result } from '../kernel/result'
import { type Admitted, admit } from '../limit/admit'
import { overLimit } from '../limit/consume'
import { forget } from '../limit/forget'
import { failuresLimit, forgiveGuess, judgeGuess } from '../limit/guesses'
import { acceptWork } from '../limit/work/accept'
import { offerWork } from '../limit/work/offer'
import { noteRefusal } from '../session/client/refusals'
import { isSettleable, settleSignIn } from '../session/sign-in/settle'

/** `deviceMark`: the mark that this browser got at its last sign-in. `work`: a proof of work, for a network that is over its limits. */
type Credentials = { email: EmailAddress; password: string; deviceMark?: string | null; work?: string }

type Refusal = 'invalid_credentials' | 'account_disabled' | 'rate_limited'

/** An admitted attempt whose password was checked. */
type Checked = Admitted & {
  email: EmailAddress
  password: string
  deviceMark: string | null
  isRight: boolean
}

/** An attempt on an existing account with its right password. */
type Attested = Pick<Checked, 'guards' | 'hasWork' | 'password' | 'deviceMark'> & { account: StoredAccount }

/**
 * Specification 1.3. An unknown address and a wrong password are the same answer after the same work: one statement, one hash, one
 * statement. Only a person who knows the account's password is told `account_disabled`, or asked for the second step (4.5).
 */
export async function login(
  ctx: Context,
  { work, ...credentials }: Credentials,
  visitor: Visitor,
): Promise<Result<Entry, Refusal>> {
  const place = { purpose: 'sign_in', network: visitor.network } as const
  const hasWork = await acceptWork(ctx, place, work)
  return offerWork(ctx, place, await signIn(ctx, { ...credentials, hasWork }, visitor))
}

async function signIn(
  ctx: Context,
  { email, password, deviceMark = null, hasWork }: Omit<Credentials, 'work'> & { hasWork: boolean },
  visitor: Visitor,
): Promise<Result<Entry, Refusal>> {
  const admitted = await admit(ctx, { email, deviceMark, hasWork }, visitor)
  if (!admitted.ok) return admitted
  const { account } = admitted.value
  const isRight = await ctx.passwords.verify(password, account?.passwordHash ?? null)
  const entry = await settle(ctx, { ...admitted.value, email, password, deviceMark, isRight }, visitor)
  if (!entry.ok) {
    if (entry.error.code === 'rate_limited') return entry
    const detail = entry.error.code === 'account_disabled' ? entry.error.code : undefined
    if (account) noteRefusal(ctx, { type: 'sign_in_refused', account, detail }, visitor)
    ctx.log.info('sign_in_refused', { userId: account?.id })
    return entry
  }
  if (entry.value.step) ctx.log.info('second_step_asked', { userId: account?.id })
  else ctx.log.info('user_signed_in', { userId: account?.id })
  return entry
}

/**
 * Signs in where the password is right, in one statement if nothing else is to be done. A network that had used up its failures is
 * judged by the statement that counts wrong passwords, so that time does not tell it which password was right.
 */
async function settle(ctx: Context, checked: Checked, visitor: Visitor): Promise<Result<Entry, Refusal>> {
  const { account, isKnown, isOver, hasWork, isRight, email } = checked
  const isStale = account !== undefined && ctx.passwords.needsRehash(account.passwordHash)
  const isStep = account !== undefined && stepMethods(ctx.env, account).length > 0
  if (account && isRight && !isOver && !isStale && !isStep && isSettleable({ account, isKnown })) {
    const settled = await settleSignIn(ctx, { ...checked, account }, visitor)
    if (!settled.ok) return settled
    return settled.value ? ok({ signIn: settled.value }) : signInTo(ctx, { ...checked, account }, visitor)
  }
  const { network } = visitor
  const wait = await judgeGuess(ctx, { network, email, hasWork, accountId: account?.id, isKnown, isRight })
  if (wait) return overLimit(ctx, failuresLimit(hasWork), wait)
  if (!account || wait !== null) return fail('invalid_credentials')
  return account.disabledAt ? fail('account_disabled') : signInTo(ctx, { ...checked, account }, visitor)
}

/**
 * Signs in where a new hash is stored, the owner told of a new browser, or the second step asked. Refuses where the account was deleted or disabled, or its
 * marks were voided (a new password, "this was not me"), while its password was being checked.
 */
async function signInTo(
  ctx: Context,
  { account, password, guards, hasWork, deviceMark }: Attested,
  visitor: Visitor,
): Promise<Result<Entry, 'invalid_credentials'>> {
  const renewed = ctx.passwords.needsRehash(account.passwordHash) ? await ctx.passwords.hash(password) : null
  const done = await transaction(ctx, async (t) => {
    const locked = await lockAccount(t, account.id)
    if (!locked || locked.disabledAt || locked.deviceEpoch !== account.deviceEpoch)
      return fail('invalid_credentials')
    const passwordHash = await renewPasswordHash(t, account.id, { old: account.passwordHash, renewed })
    const entry = await enter(t, { ...locked, passwordHash }, visitor, { first: 'password', deviceMark })
    // The tries of a second step count with those of the first, so they are forgotten with it.
    if (entry.signIn) await forget(t, ...guards)
    return ok(entry)
  })
  if (done.ok && done.value.signIn)
    await forgiveGuess(ctx, { network: visitor.network, email: account.email, hasWork })
  return done
}
