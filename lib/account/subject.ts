import { eq } from 'drizzle-orm'
import type { DataContext } from '../kernel/context'
import { giveSubject } from './change'
import { users } from './schema'

/**
 * Names a person to other services: `usr_` and 32 random hexadecimal digits, for the life of the account. Never the number of the
 * row, which tells how many people there are.
 */
export type Subject = string

/** Shape of a subject. */
export const SUBJECT = /^usr_[0-9a-f]{32}$/

/** Reads what names an account to other services; null: the account is gone. */
export async function subjectOf(ctx: DataContext, id: number): Promise<Subject | null> {
  const [account] = await ctx.db.select({ subject: users.subject }).from(users).where(eq(users.id, id))
  // A row from before the column, in a deployment whose filling was interrupted.
  return account?.subject === null ? giveSubject(ctx, id) : (account?.subject ?? null)
}
