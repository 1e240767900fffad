import { and, eq, gt, ne, type SQL, sql } from 'drizzle-orm'
import { given } from '../db/statement/named'
import type { DataContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { emailVerificationTokens } from './schema'

/** A link by which a former owner takes an address back, that is still good. */
const isWayBack = ({ now }: DataContext): SQL | undefined =>
  and(eq(emailVerificationTokens.purpose, 'undo_email_change'), gt(emailVerificationTokens.expiresAt, now()))

/**
 * Whether the former owner of an address can still take it back, so that nobody else may have it (specification 4.3). As a
 * condition, for the statement that looks the address up. `exceptFor`: the account that may have it itself.
 */
export function isReserved(ctx: DataContext, email: EmailAddress, exceptFor?: number): SQL<boolean> {
  const isIt = and(
    eq(emailVerificationTokens.email, email),
    isWayBack(ctx),
    exceptFor === undefined ? undefined : ne(emailVerificationTokens.userId, exceptFor),
  )
  return sql<boolean>`exists (select from ${emailVerificationTokens} where ${isIt})`
}

/** The same for a named statement, whoever wants the address. Values: `email` and `now`. */
export const IS_RESERVED = sql`exists (
  select from ${emailVerificationTokens} reserved where reserved.email = ${given('email', 'text')}
    and reserved.purpose = 'undo_email_change' and reserved.expires_at > ${given('now', 'timestamptz')}
)`

/** Those of the addresses that their former owners can still take back. */
export async function findReserved(ctx: DataContext, emails: EmailAddress[]): Promise<Set<EmailAddress>> {
  const { email } = emailVerificationTokens
  const found = await ctx.db
    .select({ email })
    .from(emailVerificationTokens)
    .where(and(sql`${email} = any(${sql.param(emails)})`, isWayBack(ctx)))
  return new Set(found.map((row) => row.email))
}
