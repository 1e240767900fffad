import { asc, eq, or } from 'drizzle-orm'
import type { Transaction } from '../db/client'
import { users } from '../db/schema'
import type { Role } from '../token/session'

/** An account, as decisions about roles need it. */
export type RoleHolder = {
  id: number
  email: string
  role: Role
  emailVerified: boolean
  disabledAt: Date | null
}

/**
 * Locks one account and every operator's, in one order, until the transaction ends: decisions about who is an operator
 * take turns, so that no two of them at once leave nobody.
 */
export async function lockOperators(
  tx: Transaction,
  userId: number,
): Promise<{ target: RoleHolder | undefined; operators: RoleHolder[] }> {
  const locked = await tx
    .select({
      id: users.id,
      email: users.email,
      role: users.role,
      emailVerified: users.emailVerified,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(or(eq(users.role, 'operator'), eq(users.id, userId)))
    .orderBy(asc(users.id))
    .for('update')
  return {
    target: locked.find(({ id }) => id === userId),
    operators: locked.filter(({ role }) => role === 'operator'),
  }
}
