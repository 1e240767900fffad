import { bigint } from 'drizzle-orm/pg-core'
import { users } from '../../account/schema'
import { at, bytea, NOW, userId } from '../../db/columns'
import { ourTable } from '../../db/table'

/** An authenticator app of an account (RFC 6238). At most one; `users.second_factor_since` says whether it is on. */
export const totpSecrets = ourTable('totp_secrets', {
  userId: userId()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** The shared secret, sealed for this account (`lib/factor/totp/secret.ts`). */
  secret: bytea('secret').notNull(),
  /** The newest time step whose code was used: no code is good twice (RFC 6238 5.2). Null: none yet. */
  usedStep: bigint('used_step', { mode: 'number' }),
  createdAt: at('created_at').notNull().default(NOW),
  /** When a code proved that the app has the secret. Null: not yet, and the secret is no factor. */
  confirmedAt: at('confirmed_at'),
})
