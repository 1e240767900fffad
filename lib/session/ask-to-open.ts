import { sql } from 'drizzle-orm'
import type { DataContext } from '../kernel/context'
import { sessions } from './schema'

/**
 * Asks the database whether it would take a session, and stores none: a server that only reads refuses this as it would
 * refuse a sign-in, and so does a missing table or right.
 */
export async function askToOpenSessions({ db }: DataContext): Promise<void> {
  await db.execute(sql`insert into ${sessions} (${sql.identifier('id')}) select '' where false`)
}
