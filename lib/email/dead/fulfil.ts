import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { lockAccount } from '../../account/lock'
import { sharedNow } from '../../db/clock'
import { isUnavailable } from '../../db/errors'
import { transaction } from '../../db/transaction'
import { MINUTE, SECOND } from '../../kernel/clock'
import type { CoreContext, DataContext, InTransaction } from '../../kernel/context'
import { emailMessages, emailThrottle } from '../schema'
import { resendDead } from './resend'

/** Messages sent again in one turn at most, so that other mail leaves meanwhile. */
const AT_ONCE = 20

/** No more are written while so many messages are due: somebody waits for those. */
const BUSY = 20

/** The last of a day's allowance are for people who sign up today. */
const RESERVE = 100

type Wish = { id: number; userId: number | null }

/** The next wish that is due; undefined: none, or the outbox is busy with other mail. */
async function nextWish(ctx: DataContext): Promise<Wish | undefined> {
  const now = sharedNow(ctx)
  const { rows } = await ctx.db.execute<{ id: string; user_id: string | null }>(sql`
    select id, user_id from ${emailMessages} where resend_at <= ${now}
      and (select count(*) from (
        select from ${emailMessages} where status in ('queued', 'sending') and due_at <= ${now} limit ${BUSY}
      ) due) < ${BUSY}
      and not exists (select from ${emailThrottle} where id = 1 and remaining_today < ${RESERVE})
    order by resend_at limit 1`)
  const [row] = rows
  return row && { id: Number(row.id), userId: row.user_id === null ? null : Number(row.user_id) }
}

/** Sets the moment of a wish that did not end; null: there is nothing left to wish for. */
async function postpone({ db }: DataContext, id: number, resendAt: SQL | null): Promise<void> {
  await db
    .update(emailMessages)
    .set({ resendAt })
    .where(and(eq(emailMessages.id, id), isNotNull(emailMessages.resendAt)))
}

/** Ends one wish: the letter and the end commit together, so that a killed process loses none and sends none twice. */
async function fulfilOne(t: InTransaction, { id, userId }: Wish): Promise<void> {
  // Accounts before messages, as all others lock them.
  const account = userId === null ? null : await lockAccount(t, userId)
  const resent = await resendDead(t, id, account)
  const { code, retryAfter = 1 } = resent.ok ? { code: 'done' } : resent.error
  // The recipient has had its mail for now.
  if (code === 'rate_limited') await postpone(t, id, sharedNow(t, retryAfter * SECOND))
  // A late report says that it arrived after all.
  if (code === 'nothing_to_do') await postpone(t, id, null)
  t.log.info('email_resent', { messageId: id, code })
}

/** One that fails keeps no other from being fulfilled. */
async function attempt(ctx: CoreContext, wish: Wish): Promise<void> {
  try {
    await transaction(ctx, (t) => fulfilOne(t, wish))
  } catch (error) {
    if (isUnavailable(error)) throw error
    ctx.log.error('email_not_resent', { messageId: wish.id, error })
    await postpone(ctx, wish.id, sharedNow(ctx, MINUTE))
  }
}

/** Fulfils wishes of operators that are due, by the worker of the outbox. */
export async function fulfilWishes(ctx: CoreContext, signal?: AbortSignal): Promise<void> {
  for (let left = AT_ONCE; left > 0 && !signal?.aborted; left -= 1) {
    const wish = await nextWish(ctx)
    if (!wish) return
    await attempt(ctx, wish)
  }
}
