import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { users } from '../db/schema'
import { recordEvent } from '../events/record'
import { endSessions, type Role } from '../token/session'
import { setDisabled } from './disable-account'
import { lockOperators } from './lock-operators'

type RoleContext = Pick<Context, 'db' | 'now'>

export type Grant = 'granted' | 'granted_enabled' | 'enabled' | 'was_operator' | 'unknown' | 'unverified'

export type Revocation = 'revoked' | 'revoked_rest_disabled' | 'was_member' | 'unknown' | 'last_operator'

/**
 * Makes the account with this address (canonical) an operator. Only a verified one: whoever merely typed the address
 * at registration must not get what its owner was meant to have. A disabled one is enabled with it: whoever has the
 * server can always have an operator who can sign in. Its sessions end, so that one which is older than the role never
 * carries it (OWASP: renew the session when privileges change).
 */
export function grantOperator(ctx: RoleContext, email: string): Promise<Grant> {
  return ctx.db.transaction(async (tx) => {
    const userId = await idOf(tx, email)
    if (userId === undefined) return 'unknown'
    const { target } = await lockOperators(tx, userId)
    if (target?.email !== email) return 'unknown'
    if (!target.emailVerified) return 'unverified'
    const isNew = target.role !== 'operator'
    if (target.disabledAt) await enable(ctx, tx, userId)
    if (isNew) await setRole(ctx, tx, userId, 'operator')
    if (target.disabledAt) return isNew ? 'granted_enabled' : 'enabled'
    return isNew ? 'granted' : 'was_operator'
  })
}

/**
 * Takes the role back; never from the last operator. Others who are disabled count: `grantOperator` enables them, and
 * who disabled them must not keep the role by that.
 */
export function revokeOperator(ctx: RoleContext, email: string): Promise<Revocation> {
  return ctx.db.transaction(async (tx) => {
    const userId = await idOf(tx, email)
    if (userId === undefined) return 'unknown'
    const { target, operators } = await lockOperators(tx, userId)
    if (target?.email !== email) return 'unknown'
    if (target.role !== 'operator') return 'was_member'
    const others = operators.filter(({ id }) => id !== userId)
    if (others.length === 0) return 'last_operator'
    await setRole(ctx, tx, userId, 'member')
    return others.some(({ disabledAt }) => disabledAt === null) ? 'revoked' : 'revoked_rest_disabled'
  })
}

async function idOf(tx: Transaction, email: string): Promise<number | undefined> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
  return user?.id
}

async function enable(ctx: RoleContext, tx: Transaction, userId: number): Promise<void> {
  await setDisabled(ctx, tx, userId, null)
  await recordEvent(ctx, tx, { type: 'account_enabled', userId })
}

async function setRole(ctx: RoleContext, tx: Transaction, userId: number, role: Role): Promise<void> {
  await tx.update(users).set({ role, updatedAt: ctx.now() }).where(eq(users.id, userId))
  await endSessions(tx, userId)
  await recordEvent(ctx, tx, { type: role === 'operator' ? 'operator_granted' : 'operator_revoked', userId })
}
