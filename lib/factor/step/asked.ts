import type { Account } from '../../account/account'
import type { Env } from '../../kernel/env/env'

/** Ways to give the second step. */
export const STEP_METHODS = ['totp', 'passkey', 'recovery_code'] as const

export type StepMethod = (typeof STEP_METHODS)[number]

type Asked = Pick<Account, 'role' | 'secondFactorSince' | 'passkeys'>

/**
 * Ways in which an account gives its second step (specification 4.5); none: it is not asked for one. A second factor is on when an
 * authenticator app is. Where operators need a factor, an operator with a passkey alone is asked for it, too.
 */
export function stepMethods(
  { operatorsNeedFactor }: Pick<Env, 'operatorsNeedFactor'>,
  { role, secondFactorSince, passkeys }: Asked,
): StepMethod[] {
  const hasPasskey = passkeys > 0
  if (secondFactorSince !== null) return hasPasskey ? [...STEP_METHODS] : ['totp', 'recovery_code']
  return role === 'operator' && operatorsNeedFactor && hasPasskey ? ['passkey'] : []
}
