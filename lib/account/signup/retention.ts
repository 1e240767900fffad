import { type RetentionRule, ROW_PLACE } from '../../db/retention'
import { LIFETIMES } from '../../kernel/lifetimes'
import { signups } from './schema'

export const signupRetention: RetentionRule[] = [
  {
    table: signups,
    key: ROW_PLACE,
    column: signups.at,
    age: LIFETIMES.monitoring,
    reason: 'the dashboard looks back thirty days',
  },
]
