import type { RetentionRule } from '../db/retention'
import { LIFETIMES } from '../kernel/lifetimes'
import { emailVerificationTokens, emailVerificationUses } from './schema'

export const linkRetention: RetentionRule[] = [
  {
    table: emailVerificationTokens,
    key: emailVerificationTokens.id,
    column: emailVerificationTokens.expiresAt,
    age: LIFETIMES.expiredVerificationToken,
    reason: 'an expired link says "expired", not "invalid"',
  },
  {
    table: emailVerificationUses,
    key: emailVerificationUses.tokenHash,
    column: emailVerificationUses.usedAt,
    age: LIFETIMES.usedVerificationToken,
    reason: 'a used link says "already verified"',
  },
]
