import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** Binary data. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
/** A moment, read as a `Date`. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
/** The primary key of most tables: 1, 2, 3 … */
export const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
/** The id of an account. */
export const userId = () => bigint('user_id', { mode: 'number' })
