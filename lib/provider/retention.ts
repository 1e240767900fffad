import type { RetentionRule } from '../db/retention'
import { identityOffers, providerFlows } from './schema'

export const providerRetention: RetentionRule[] = [
  {
    table: providerFlows,
    key: providerFlows.stateHash,
    column: providerFlows.expiresAt,
    age: 0,
    reason: 'an expired flow is refused like an unknown one',
  },
  {
    table: identityOffers,
    key: identityOffers.tokenHash,
    column: identityOffers.expiresAt,
    age: 0,
    reason: 'an expired offer is shown to nobody',
  },
]
