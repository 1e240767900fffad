import type { RetentionRule } from '../db/retention'
import { rateLimits } from './schema'
import { usedWork } from './work/schema'

export const limitRetention: RetentionRule[] = [
  {
    table: rateLimits,
    key: rateLimits.key,
    column: rateLimits.expiresAt,
    age: 0,
    reason: 'a window that is over counts nothing',
  },
  {
    table: usedWork,
    key: usedWork.challengeHash,
    column: usedWork.expiresAt,
    age: 0,
    reason: 'a challenge of that age is refused anyway',
  },
]
