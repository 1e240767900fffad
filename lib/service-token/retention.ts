import type { RetentionRule } from '../db/retention'
import { serviceKeys } from './schema'

export const serviceTokenRetention: RetentionRule[] = [
  {
    table: serviceKeys,
    key: serviceKeys.kid,
    column: serviceKeys.retiresAt,
    age: 0,
    reason: 'every token that it signed is over',
  },
]
