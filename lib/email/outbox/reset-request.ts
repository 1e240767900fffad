import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { MINUTE } from '../../kernel/clock'
import type { CoreContext, InTransaction } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import type { Locale } from '../../kernel/locale'
import { activeTraceparent } from '../../kernel/trace/trace'
import { emailMessages } from '../schema'
import { isSendError } from '../transport/send-error'
import { openLetter, sealLetter } from './sealed-letter'

const KIND = 'password_reset'

/**
 * Matches requests for a reset link, which are no messages yet: rows of that letter that belong to no account.
 * `lib/email/send/answer-reset-requests.ts` finds the account later, so that asking is one insert for every address.
 */
export const IS_REQUEST = sql`(${emailMessages.kind} = ${KIND} and ${emailMessages.userId} is null)`

/** Notes that somebody asked for a reset link. The address is sealed, and has an account or not. */
export async function noteResetRequest(
  ctx: CoreContext,
  { email, locale }: { email: EmailAddress; locale: Locale },
): Promise<void> {
  const letter = { to: email, name: '', locale }
  const at = sharedNow(ctx)
  await ctx.db.insert(emailMessages).values({
    kind: KIND,
    sealed: sealLetter(ctx.env, { kind: KIND, userId: null, letter }),
    traceparent: activeTraceparent(),
    dueAt: at,
    createdAt: at,
  })
}

const isDue = (ctx: CoreContext) =>
  and(eq(emailMessages.status, 'queued'), lte(emailMessages.dueAt, sharedNow(ctx)), IS_REQUEST)

/** Whether a request waits to be answered. */
export async function hasResetRequest(ctx: CoreContext): Promise<boolean> {
  const rows = await ctx.db.select({ id: emailMessages.id }).from(emailMessages).where(isDue(ctx)).limit(1)
  return rows.length > 0
}

/** A request out of the outbox. `email`: null where it cannot be opened for now. */
type Taken = { email: EmailAddress | null; traceparent: string | null }

/**
 * Takes the oldest request out of the outbox; undone with the caller's transaction, so that none is lost. Several processes
 * take different ones. One whose secret is not configured waits: the secret may come back.
 * @returns null when none is due
 */
export async function takeResetRequest(t: InTransaction): Promise<Taken | null> {
  const [request] = await t.db
    .select({
      id: emailMessages.id,
      sealed: emailMessages.sealed,
      traceparent: emailMessages.traceparent,
    })
    .from(emailMessages)
    .where(isDue(t))
    .orderBy(asc(emailMessages.dueAt))
    .limit(1)
    .for('update', { skipLocked: true })
  if (!request?.sealed) return null
  const { traceparent } = request
  const isThis = eq(emailMessages.id, request.id)
  try {
    const { to } = openLetter(t.env, { kind: KIND, userId: null, sealed: request.sealed })
    await t.db.delete(emailMessages).where(isThis)
    return { email: to, traceparent }
  } catch (error) {
    if (!isSendError(error)) throw error
    await t.db
      .update(emailMessages)
      .set({ dueAt: sharedNow(t, MINUTE), lastError: error.code })
      .where(isThis)
    return { email: null, traceparent }
  }
}
