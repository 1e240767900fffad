import { setDisabled, setRole } from '../account/change'
import { findAccountByEmail } from '../account/find'
import { lockOperatorsAnd } from '../account/lock'
import type { Role } from '../account/role'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { DataContext, InTransaction } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { endSessions } from '../session/end'

/** Outcomes of a grant; `unknown` and `unverified` change nothing. */
export type Grant = 'granted' | 'granted_enabled' | 'enabled' | 'was_operator' | 'unknown' | 'unverified'

/** Outcomes of a revocation; `unknown` and `last_operator` change nothing. */
export type Revocation = 'revoked' | 'revoked_rest_disabled' | 'was_member' | 'unknown' | 'last_operator'

/**
 * Makes the account with this address an operator, if it is verified: a stranger may have registered the address of
 * another person. Enables a disabled account, so that a person with access to the server can always restore an
 * operator. Ends its sessions, so that none from before the grant has the role (OWASP: renew the session when
 * privileges change).
 */
export const grantOperator = (ctx: DataContext, email: EmailAddress): Promise<Grant> =>
  transaction(ctx, async (t) => {
    const { target } = await lockHolders(t, email)
    if (!target) return 'unknown'
    if (!target.emailVerified) return 'unverified'
    const isNew = target.role !== 'operator'
    if (target.disabledAt) await enable(t, target.id)
    if (isNew) await changeRole(t, target.id, 'operator')
    if (target.disabledAt) return isNew ? 'granted_enabled' : 'enabled'
    return isNew ? 'granted' : 'was_operator'
  })

/**
 * Takes the role away, but never from the last operator. Disabled operators count as operators here: `grantOperator`
 * enables them, and an operator must not keep the role by disabling all others.
 */
export const revokeOperator = (ctx: DataContext, email: EmailAddress): Promise<Revocation> =>
  transaction(ctx, async (t) => {
    const { target, operators } = await lockHolders(t, email)
    if (!target) return 'unknown'
    if (target.role !== 'operator') return 'was_member'
    const others = operators.filter(({ id }) => id !== target.id)
    if (others.length === 0) return 'last_operator'
    await changeRole(t, target.id, 'member')
    return others.some(({ disabledAt }) => disabledAt === null) ? 'revoked' : 'revoked_rest_disabled'
  })

/**
 * Locks the account with this address and all operators, so that two simultaneous changes cannot remove the last one.
 */
async function lockHolders(t: InTransaction<DataContext>, email: EmailAddress) {
  const found = await findAccountByEmail(t, email)
  const locked = found ? await lockOperatorsAnd(t, found.id) : []
  return {
    target: locked.find((account) => account.id === found?.id && account.email === email),
    operators: locked.filter(({ role }) => role === 'operator'),
  }
}

async function enable(t: InTransaction<DataContext>, userId: number): Promise<void> {
  await setDisabled(t, userId, null)
  await recordEvent(t, { type: 'account_enabled', userId, origin: null })
}

async function changeRole(t: InTransaction<DataContext>, userId: number, role: Role): Promise<void> {
  await setRole(t, userId, role)
  await endSessions(t, userId)
  const type = role === 'operator' ? 'operator_granted' : 'operator_revoked'
  await recordEvent(t, { type, userId, origin: null })
}
