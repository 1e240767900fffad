import type { Env } from '../kernel/env/env'
import type { ActiveSession } from './read'

type Checked = Pick<ActiveSession, 'factors' | 'factorAt'>

/** Whether an account has a second factor: an authenticator app or a passkey. */
export const hasFactor = ({ factors }: Pick<Checked, 'factors'>): boolean =>
  factors.totp || factors.passkeys > 0

/**
 * Whether an operator's session is kept from operators' work (specification 4.5): the account has no second factor, or none was given
 * in this session, which is then older than the factor or the rule.
 */
export const lacksFactor = (
  { operatorsNeedFactor }: Pick<Env, 'operatorsNeedFactor'>,
  session: Checked,
): boolean => operatorsNeedFactor && !(hasFactor(session) && session.factorAt !== null)
