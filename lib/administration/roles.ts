import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { users } from '../db/schema'
import { recordEvent } from '../events/record'
import { endSessions, type Role } from '../token/session'
import { lockOperators } from './lock-operators'

type RoleContext = Pick<Context, 'db' | 'now'>

export type Grant = 'granted' | 'was_operator' | 'unknown' | 'unverified' | 'disabled'

export type Revocation = 'revoked' | 'was_member' | 'unknown' | 'last_operator'

/**
 * Makes the account with this address (canonical) an operator. Only a verified one: whoever merely typed the address
 * at registration must not get what its owner was meant to have. Its sessions end, so that one which is older than
 * the role never carries it (OWASP: renew the session when privileges change).
 */
export function grantOperator(ctx: RoleContext, email: string): Promise<Grant> {
  return ctx.db.transaction(async (tx) => {
    const userId = await idOf(tx, email)
    if (userId === undefined) return 'unknown'
    const { target } = await lockOperators(tx, userId)
    if (target?.email !== email) return 'unknown'
    if (!target.emailVerified) return 'unverified'
    if (target.disabledAt) return 'disabled'
    if (target.role === 'operator') return 'was_operator'
    await setRole(ctx, tx, userId, 'operator')
    return 'granted'
  })
}

/** Takes the role back; never from the last operator who can sign in. */
export function revokeOperator(ctx: RoleContext, email: string): Promise<Revocation> {
  return ctx.db.transaction(async (tx) => {
    const userId = await idOf(tx, email)
    if (userId === undefined) return 'unknown'
    const { target, operators } = await lockOperators(tx, userId)
    if (target?.email !== email) return 'unknown'
    if (target.role !== 'operator') return 'was_member'
    if (!operators.some(({ id }) => id !== userId)) return 'last_operator'
    await setRole(ctx, tx, userId, 'member')
    return 'revoked'
  })
}

async function idOf(tx: Transaction, email: string): Promise<number | undefined> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
  return user?.id
}

async function setRole(ctx: RoleContext, tx: Transaction, userId: number, role: Role): Promise<void> {
  await tx.update(users).set({ role, updatedAt: ctx.now() }).where(eq(users.id, userId))
  await endSessions(tx, userId)
  await recordEvent(ctx, tx, { type: role === 'operator' ? 'operator_granted' : 'operator_revoked', userId })
}
