import { sql } from 'drizzle-orm'
import type { DataContext } from '../kernel/context'
import { sessions } from './schema'

/**
 * Asks the database to store a session without a row. It fails as a sign-in would: on a read-only server, without the table,
 * or without a right.
 */
export async function askToOpenSessions({ db }: DataContext): Promise<void> {
  await db.execute(sql`insert into ${sessions} (${sql.identifier('id')}) select '' where false`)
}
