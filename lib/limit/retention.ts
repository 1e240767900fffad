import type { RetentionRule } from '../db/retention'
import { rateLimits } from './schema'

export const limitRetention: RetentionRule[] = [
  {
    table: rateLimits,
    key: rateLimits.key,
    column: rateLimits.expiresAt,
    age: 0,
    reason: 'a window that is over counts nothing',
  },
]
