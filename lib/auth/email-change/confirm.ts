import { type Account, type PublicUser, publicUser } from '../../account/account'
import { isAddressTaken, setAddress } from '../../account/change'
import { lockAccount } from '../../account/lock'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { cancelMessages } from '../../email/outbox/cancel'
import { mailLetter } from '../../email/outbox/enqueue'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { fail, ok, type Result } from '../../kernel/result'
import { maskEmail } from '../../kernel/text/mask-email'
import { isAddressFree } from '../../link/address/free'
import { consumeLink } from '../../link/consume'
import { findLink } from '../../link/find'
import { mintLink } from '../../link/mint'
import { type LinkRefusal, refuseLink } from '../../link/refuse'
import { traceVisitor } from '../../session/client/trace'
import { endOtherSessions } from '../../session/end'
import { isSessionOpen } from '../../session/is-open'
import type { IssuedSession } from '../../session/issue'
import type { ActiveSession } from '../../session/read'
import { renewSession } from '../../session/renew'

type EmailChange = { user: PublicUser; session: IssuedSession }

/** A change of address: the link that proves it, and the session that it is confirmed in. */
type Confirmation = { token: string; email: EmailAddress; session: ActiveSession }

/** `gone`: somebody used the link, or asked for another address, since it was read. */
type Outcome = Result<EmailChange, 'unauthenticated' | 'email_taken'> | 'gone'

const EMAIL_TAKEN = fail('email_taken', { fields: [{ field: 'email', code: 'email_taken' }] })

/** Letters whose links the change voids: those that wait are cancelled. Notices still leave: they tell the owner what happened. */
const VOID_LETTERS = ['verification', 'password_reset', 'email_change'] as const

/**
 * Specification 4.3: the new address is proven, and replaces the old one. Every other session ends; this one goes on under a
 * new JWT, because a JWT names the address. The old address gets a notice that can undo the change.
 *
 * Refuses with `forbidden` in a session of another account: who reads the new mailbox is not yet who owns the account.
 */
export async function confirmEmailChange(
  ctx: CoreContext,
  token: string,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<EmailChange, 'unauthenticated' | 'forbidden' | 'email_taken' | LinkRefusal>> {
  const link = await findLink(ctx, 'change_email', token)
  if (link.state !== 'valid') return refuseLink(ctx, link.state, visitor)
  if (link.account.id !== session.user.id) return fail('forbidden')
  const outcome = await moveAccount(ctx, { token, email: link.email, session }, visitor)
  if (outcome === 'gone') return refuseLink(ctx, (await findLink(ctx, 'change_email', token)).state, visitor)
  if (outcome.ok) ctx.log.info('email_changed', { userId: session.user.id })
  return outcome
}

async function moveAccount(ctx: CoreContext, confirmation: Confirmation, visitor: Visitor): Promise<Outcome> {
  try {
    return await transaction(ctx, (t) => moveLocked(t, confirmation, visitor))
  } catch (error) {
    if (isAddressTaken(error)) return EMAIL_TAKEN
    throw error
  }
}

async function moveLocked(
  t: InTransaction,
  { token, email, session }: Confirmation,
  visitor: Visitor,
): Promise<Outcome> {
  const { id } = session.user
  const account = await lockAccount(t, id)
  if (!account || account.disabledAt) return fail('unauthenticated')
  const isOpen = await isSessionOpen(t, { id, sessionId: session.id })
  // Before the link is used: a taken address may become free again while it is good.
  if (isOpen && !(await isAddressFree(t, email, id))) return EMAIL_TAKEN
  // Also without a session: whoever clicked twice is told of the first click, and not to sign in.
  if (!isOpen) return (await isStillGood(t, token)) ? fail('unauthenticated') : 'gone'
  if (!(await consumeLink(t, { purpose: 'change_email', userId: id, token }))) return 'gone'
  await cancelMessages(t, { userId: id, reason: 'AddressChanged', kind: VOID_LETTERS })
  await setAddress(t, id, email)
  await endOtherSessions(t, id, session.id)
  const moved = { ...account, email }
  const renewed = await renewSession(t, { id: session.id, user: moved }, 'none')
  if (!renewed) throw new Error('an open session could not be renewed under the lock of its account')
  await tellOldAddress(t, account, email)
  const origin = { session: renewed.handle, ...(await traceVisitor(t, account, visitor)) }
  await recordEvent(t, { type: 'email_changed', userId: id, actorId: id, origin })
  return ok({ user: publicUser(moved), session: renewed })
}

const isStillGood = async (t: InTransaction, token: string): Promise<boolean> =>
  (await findLink(t, 'change_email', token)).state === 'valid'

/** The new address stays masked: what the old mailbox holds outlives the account. */
async function tellOldAddress(t: InTransaction, account: Account, email: EmailAddress): Promise<void> {
  const minted = await mintLink(t, 'undo_email_change', account)
  const facts = { email: maskEmail(email), at: t.now().toISOString() }
  await mailLetter(t, 'email_changed', account, { ...minted, facts })
}
