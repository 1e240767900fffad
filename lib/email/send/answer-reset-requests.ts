import { findAccountByEmail } from '../../account/find'
import { lockAccount } from '../../account/lock'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { CoreContext, InTransaction } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { continuing } from '../../kernel/trace/trace'
import { consume } from '../../limit/consume'
import { linkLimits } from '../../limit/link-limits'
import { mailResetLink } from '../outbox/mail-reset'
import { hasResetRequest, takeResetRequest } from '../outbox/reset-request'
import { isSuppressed } from '../report/suppression'

/** Requests answered in one turn at most, so that a flood of them never keeps other mail from leaving. */
const AT_ONCE = 100

/**
 * Answers the waiting requests for reset links (specification 4.2). A worker does, and never the request itself: the work and
 * the time of that are the same for every address. The link and the end of the request commit together, so that a killed
 * process loses none and mails none twice.
 */
export async function answerResetRequests(ctx: CoreContext, signal?: AbortSignal): Promise<void> {
  // Most turns find none: one statement, and no transaction.
  if (!(await hasResetRequest(ctx))) return
  let left = AT_ONCE
  while (left > 0 && !signal?.aborted && (await transaction(ctx, answerOne))) left -= 1
}

/** @returns false when none was waiting */
async function answerOne(t: InTransaction): Promise<boolean> {
  const taken = await takeResetRequest(t)
  const { email, traceparent = null } = taken ?? {}
  if (email) await continuing(traceparent, () => mailTo(t, email))
  return taken !== null
}

/** Nothing goes to an unknown, disabled or suppressed address, or to one that had its links for now. */
async function mailTo(t: InTransaction, email: EmailAddress): Promise<void> {
  const found = await findAccountByEmail(t, email)
  const account = found && (await lockAccount(t, found.id))
  if (!account || account.email !== email || account.disabledAt) return
  if (await isSuppressed(t, email)) return
  if (!(await consume(t, ...linkLimits(email))).ok) return
  await mailResetLink(t, account)
  // The request is gone, with whoever made it.
  await recordEvent(t, { type: 'reset_requested', userId: account.id, actorId: account.id, origin: null })
}
