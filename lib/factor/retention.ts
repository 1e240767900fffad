import type { RetentionRule } from '../db/retention'
import { LIFETIMES } from '../kernel/lifetimes'
import { passkeyChallenges } from './passkey/schema'
import { factorRemovals } from './removal/schema'
import { signInSteps } from './step/schema'

export const factorRetention: RetentionRule[] = [
  {
    table: signInSteps,
    key: signInSteps.tokenHash,
    column: signInSteps.expiresAt,
    age: 0,
    reason: 'nobody can go on with a step that is over',
  },
  {
    table: passkeyChallenges,
    key: passkeyChallenges.challengeHash,
    column: passkeyChallenges.expiresAt,
    age: 0,
    reason: 'an expired challenge is refused like an unknown one',
  },
  {
    table: factorRemovals,
    key: factorRemovals.userId,
    column: factorRemovals.dueAt,
    age: LIFETIMES.factorRemovalOpen,
    reason: 'after the wait, the person has this long to sign in',
  },
]
