import type { RetentionRule } from '../db/retention'
import { sessions } from './schema'

export const sessionRetention: RetentionRule[] = [
  {
    table: sessions,
    key: sessions.id,
    column: sessions.expiresAt,
    age: 0,
    reason: 'an ended session is worth nothing',
  },
]
