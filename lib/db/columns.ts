import { sql } from 'drizzle-orm'
import { bigint, customType } from 'drizzle-orm/pg-core'
import { readInstant } from './instant'

/** Binary data. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A moment, read as a `Date`; one that cannot be read for sure is an error (`readInstant`). */
const instant = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: readInstant,
  toDriver: (moment) => moment.toISOString(),
})
/** A moment, read as a `Date`. */
export const at = (name: string) => instant(name)
/** The primary key of most tables: 1, 2, 3 … */
export const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
/** The id of an account. */
export const userId = () => bigint('user_id', { mode: 'number' })

/** The database's time of the transaction, as a default. */
export const NOW = sql`now()`
