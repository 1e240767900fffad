import { renewPasswordHash } from '../account/change'
import { findAccount } from '../account/find'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { type Entry, enter } from '../factor/step/enter'
import type { Context, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { type Attested, checkPassword } from '../limit/check-password'
import { consume } from '../limit/consume'
import { forget } from '../limit/forget'
import { forgiveGuess } from '../limit/guesses'
import { consumeLink } from '../link/consume'
import { findLink } from '../link/find'
import { proveAddress } from '../link/prove-address'
import { type LinkRefusal, refuseLink } from '../link/refuse'
import { noteRefusal } from '../session/client/refusals'
import { originOf } from '../session/client/trace'

/** `deviceMark`: the mark that this browser got at its last sign-in. */
type Proof = { token: string; password: string; deviceMark: string | null }

type Refusal = LinkRefusal | 'account_disabled' | 'invalid_credentials'

const PASSWORD_WRONG = fail('invalid_credentials', {
  fields: [{ field: 'password', code: 'password_wrong' }],
})

/**
 * Specification 4.1: in a browser that does not hold the account's session, the mailed link and the account's password prove
 * the address and sign this browser in; the second step is asked as at sign-in. A wrong password counts as a failed sign-in, and leaves the link good.
 */
export async function verifyWithPassword(
  ctx: Context,
  { token, password, deviceMark }: Proof,
  visitor: Visitor,
): Promise<Result<Entry, Refusal>> {
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const link = await findLink(ctx, 'verify_email', token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  const { id, email } = link.account
  const account = await findAccount(ctx, id)
  const attested = await checkPassword(ctx, { email, account, password, deviceMark }, visitor)
  if (!attested.ok) {
    if (attested.error.code === 'rate_limited') return attested
    noteRefusal(ctx, { type: 'sign_in_refused', account: link.account, detail: 'proof' }, visitor)
    ctx.log.info('sign_in_refused', { userId: id })
    return PASSWORD_WRONG
  }
  if (attested.value.account.disabledAt) return fail('account_disabled')
  const isStale = ctx.passwords.needsRehash(attested.value.account.passwordHash)
  const renewed = isStale ? await ctx.passwords.hash(password) : null
  const entry = await prove(ctx, { ...attested.value, token, deviceMark, renewed }, visitor)
  if (entry === 'gone') {
    const { state } = await findLink(ctx, 'verify_email', token)
    return refuseLink(ctx, state, visitor)
  }
  if (entry.signIn) await forgiveGuess(ctx, { network: visitor.network, email })
  ctx.log.info('email_verified', { userId: id })
  return ok(entry)
}

/** `gone`: the link was used, or the account changed, while its password was being checked. `renewed`: its hash as it is made today; null: it is. */
const prove = (
  ctx: Context,
  {
    account,
    guards,
    token,
    deviceMark,
    renewed,
  }: Attested & Omit<Proof, 'password'> & { renewed: string | null },
  visitor: Visitor,
): Promise<Entry | 'gone'> =>
  transaction(ctx, async (t) => {
    const { id: userId, email, deviceEpoch } = account
    const locked = await lockAccount(t, userId)
    if (!locked || locked.disabledAt || locked.email !== email || locked.deviceEpoch !== deviceEpoch)
      return 'gone'
    if (!(await consumeLink(t, { purpose: 'verify_email', userId, token }))) return 'gone'
    await proveAddress(t, locked)
    const passwordHash = await renewPasswordHash(t, userId, { old: account.passwordHash, renewed })
    // `locked` still counts as unproven, so no notice of this browser goes to the mailbox that was just proven.
    const entry = await enter(t, { ...locked, passwordHash }, visitor, { first: 'verify_email', deviceMark })
    if (entry.signIn) await forget(t, ...guards)
    const origin = await originOf(t, locked, visitor, entry.signIn?.session.handle)
    await recordEvent(t, { type: 'email_verified', userId, actorId: userId, detail: 'password', origin })
    const { signIn } = entry
    return signIn ? { signIn: { ...signIn, user: { ...signIn.user, emailVerified: true } } } : entry
  })
