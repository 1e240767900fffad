import { eq, sql } from 'drizzle-orm'
import { type Account, accountColumns } from '../account/account'
import { lockAccount } from '../account/lock'
import { users } from '../account/schema'
import { transaction } from '../db/transaction'
import type { Context, CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { fail, type Refused } from '../kernel/result'
import { consume } from '../limit/consume'
import { isReserved } from '../link/reserved'
import { mailLetter } from './outbox/enqueue'
import { isSuppressed } from './report/suppression'

/** The refusal of an address that another account has. */
export const EMAIL_TAKEN = fail('email_taken', { fields: [{ field: 'email', code: 'email_taken' }] })

/** Account with an address, and whether its former owner can still take it back. */
type Holder = { account: Account | null; isReserved: boolean }

/** One statement for both, whether there is an account or not: its time tells nothing. */
async function findHolder(ctx: CoreContext, email: EmailAddress, exceptFor?: number): Promise<Holder> {
  const [holder] = await ctx.db
    .select({ account: accountColumns, isReserved: isReserved(ctx, email, exceptFor) })
    .from(sql`(values (1)) as one`)
    .leftJoin(users, eq(users.email, email))
  if (!holder) throw new Error('a join with one row returned none')
  return holder
}

/**
 * Refuses with `email_taken` an address that another account has, or that its former owner can still take back; null: it is
 * free. The owner hears of it at most once a day, and after the answer, whose time must not tell whether there is one.
 * @param exceptFor the account that wants it: its own address, and one that it may take back, are free to it
 */
export async function refuseTaken(
  ctx: Context,
  email: EmailAddress,
  { exceptFor }: { exceptFor?: number } = {},
): Promise<Refused<'email_taken'> | null> {
  const { account, isReserved: isHeldBack } = await findHolder(ctx, email, exceptFor)
  const isOthers = account !== null && account.id !== exceptFor
  if (isOthers) ctx.background.run('taken_notice', () => noticeTaken(ctx, account))
  return isOthers || isHeldBack ? EMAIL_TAKEN : null
}

/** Tells the owner of an address that somebody wants it. An unproven or disabled account is not told, a suppressed address neither. */
async function noticeTaken(ctx: CoreContext, { id, email }: Account): Promise<void> {
  if (await isSuppressed(ctx, email)) return
  await transaction(ctx, async (t) => {
    // The account may have been deleted, or have got another address, since it was found.
    const owner = await lockAccount(t, id)
    if (owner?.email !== email || !owner.emailVerified || owner.disabledAt) return
    const isDue = await consume(t, ['takenNoticeByRecipient', email])
    if (isDue.ok) await mailLetter(t, 'address_in_use', owner)
  })
}
