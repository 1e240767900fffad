import { and, eq, ne, sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import type { DataContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { isReserved } from '../reserved'

/**
 * Whether an account may take this address: no other has it, and no former owner can still take it back. One statement, so
 * that an address is never seen between its owner and its reservation. `exceptFor`: the account that takes it.
 */
export async function isAddressFree(
  ctx: DataContext,
  email: EmailAddress,
  exceptFor?: number,
): Promise<boolean> {
  const isAnother = and(eq(users.email, email), exceptFor === undefined ? undefined : ne(users.id, exceptFor))
  const { rows } = await ctx.db.execute<{ isTaken: boolean }>(
    sql`select exists (select from ${users} where ${isAnother}) or ${isReserved(ctx, email, exceptFor)} as "isTaken"`,
  )
  return rows[0]?.isTaken === false
}
