import { type RetentionRule, ROW_PLACE } from '../../db/retention'
import { LIFETIMES } from '../../kernel/lifetimes'
import { bindingCounts } from './schema'

/** Keys end with their sessions. */
export const bindingRetention: RetentionRule[] = [
  {
    table: bindingCounts,
    key: ROW_PLACE,
    column: bindingCounts.day,
    age: LIFETIMES.bindingCount,
    reason: 'operators compare a year of refused proofs',
  },
]
