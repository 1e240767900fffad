import { asc, eq } from 'drizzle-orm'
import type { DataContext, InTransaction } from '../../kernel/context'
import { webhookEndpoints } from '../schema'

export type Endpoint = typeof webhookEndpoints.$inferSelect

/** A list that every worker reads each second, with a connection kept for each: it is meant to be short. */
export const MAX_ENDPOINTS = 20

/** Every endpoint, in the order in which they were added. */
export const listEndpoints = ({ db }: DataContext): Promise<Endpoint[]> =>
  db.select().from(webhookEndpoints).orderBy(asc(webhookEndpoints.id))

/** Locks an endpoint; undefined: there is none of this number. */
export async function lockEndpoint(
  { db }: InTransaction<DataContext>,
  id: number,
): Promise<Endpoint | undefined> {
  const [endpoint] = await db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id))
    .for('no key update')
  return endpoint
}
