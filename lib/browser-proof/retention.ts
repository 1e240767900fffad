import type { RetentionRule } from '../db/retention'
import { browserProofs } from './schema'

export const browserProofRetention: RetentionRule[] = [
  {
    table: browserProofs,
    key: browserProofs.id,
    column: browserProofs.expiresAt,
    age: 0,
    reason: 'a nonce of that age is refused anyway',
  },
]
