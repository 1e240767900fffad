import { uniqueIndex } from 'drizzle-orm/pg-core'
import { users } from '../../account/schema'
import { at, bytea, id, NOW, userId } from '../../db/columns'
import { ourTable } from '../../db/table'

/** A recovery code that was not used yet; its use deletes it. */
export const recoveryCodes = ourTable(
  'recovery_codes',
  {
    id: id(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Keyed hash of the code and its account (`lib/factor/recovery-code/code.ts`). */
    codeHash: bytea('code_hash').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
  },
  (table) => [uniqueIndex('recovery_codes_user_id_code_hash_key').on(table.userId, table.codeHash)],
)
