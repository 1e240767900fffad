import { and, eq, isNull, not, type SQL, sql } from 'drizzle-orm'
import { eraseRows } from '../account/erase'
import { users } from '../account/schema'
import { recordEvent } from '../audit/record'
import { sharedNow } from '../db/clock'
import { transaction } from '../db/transaction'
import { isSuppressedIn } from '../email/report/suppression'
import { emailMessages } from '../email/schema'
import type { DataContext, InTransaction } from '../kernel/context'

/** Accounts deleted by one transaction: few enough that nobody waits behind its locks. */
const BATCH = 100
/** Batches in one run; the rest waits for the next run. */
const MAX_BATCHES = 100

/**
 * Whether the account's newest verification e-mail left. Where its row is gone by its own age, it was settled. The provider's
 * number tells a message that it took from one that was given up here.
 */
const MAIL_LEFT: SQL = sql`coalesce((
  select ${emailMessages.status} not in ('queued', 'sending')
     and (${emailMessages.status} <> 'dead' or ${emailMessages.providerMessageId} is not null)
  from ${emailMessages}
  where ${and(eq(emailMessages.userId, users.id), eq(emailMessages.kind, 'verification'))}
  order by ${emailMessages.id} desc limit 1), true)`

/**
 * Accounts that nobody verified in time. Kept are operators', disabled and suppressed accounts, and those whose
 * verification e-mail never left: their owners had no chance.
 */
const isExpired = (ctx: DataContext, age: number): SQL | undefined =>
  and(
    not(users.emailVerified),
    sql`${users.unverifiedSince} <= ${sharedNow(ctx, -age)}`,
    isNull(users.disabledAt),
    eq(users.role, 'member'),
    not(isSuppressedIn(users.email)),
    MAIL_LEFT,
  )

/** As "this was not me" deletes an account. */
async function expire(t: InTransaction<DataContext>, id: number): Promise<void> {
  await eraseRows(t, { id }, 'AccountExpired')
  await recordEvent(t, { type: 'account_expired', userId: id, origin: null })
}

/** `skip locked`: two processes that clean up at once share the work, and nobody who proves an address meanwhile loses it. */
const expireBatch = (ctx: DataContext, age: number): Promise<number> =>
  transaction(ctx, async (t) => {
    const expired = await t.db
      .select({ id: users.id })
      .from(users)
      .where(isExpired(t, age))
      .orderBy(users.unverifiedSince)
      .limit(BATCH)
      .for('update', { skipLocked: true })
    for (const { id } of expired) await expire(t, id)
    return expired.length
  })

/**
 * Deletes the accounts whose address nobody verified within `age` milliseconds (specification 4.1), so that a squatted
 * address frees itself. @param age 0: none is deleted @returns how many
 */
export async function expireAccounts(ctx: DataContext, age: number): Promise<number> {
  if (age === 0) return 0
  let count = 0
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const expired = await expireBatch(ctx, age)
    count += expired
    if (expired < BATCH) break
  }
  if (count > 0) ctx.log.info('accounts_expired', { count })
  return count
}
