import { sql } from 'drizzle-orm'
import { check, index, integer, text } from 'drizzle-orm/pg-core'
import { users } from '../../account/schema'
import { at, bytea, NOW, userId } from '../../db/columns'
import { ourTable } from '../../db/table'

/** The first step of a sign-in: a password, a mailed link with it, or a provider. */
export const FIRST_STEPS = ['password', 'verify_email', 'provider'] as const

/** A sign-in that waits for its second step. The browser has the token in the cookie `auth-step`. */
export const signInSteps = ourTable(
  'sign_in_steps',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    first: text('first', { enum: FIRST_STEPS }).notNull(),
    /** The account's `device_epoch` at the first step: a new password meanwhile voids the step. */
    deviceEpoch: integer('device_epoch').notNull(),
    /** Wrong codes so far. */
    tries: integer('tries').notNull().default(0),
    createdAt: at('created_at').notNull().default(NOW),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [
    index('sign_in_steps_user_id_idx').on(table.userId),
    index('sign_in_steps_expires_at_idx').on(table.expiresAt),
    check('sign_in_steps_first_check', sql`${table.first} in ('password', 'verify_email', 'provider')`),
  ],
)
