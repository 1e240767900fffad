import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** Column types that every noun's tables share. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
export const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
export const userId = () => bigint('user_id', { mode: 'number' })
