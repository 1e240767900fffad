import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { DataContext } from '../../kernel/context'
import { type Endpoint, listEndpoints } from '../endpoint/endpoint'
import { webhookDeliveries } from '../schema'

/** Endpoints for which something is due. Without an endpoint it costs one statement. */
export async function dueEndpoints(ctx: DataContext): Promise<Endpoint[]> {
  const endpoints = await listEndpoints(ctx)
  if (endpoints.length === 0) return []
  if (endpoints.some(({ offAt }) => offAt !== null)) await giveUpOff(ctx, endpoints)
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select one.id from unnest(${sql.param(onIds(endpoints))}::bigint[]) as one (id)
    where exists (
      select from ${webhookDeliveries} d
      where d.endpoint_id = one.id and d.status in ('queued', 'sending') and d.due_at <= ${sharedNow(ctx)}
    )`)
  const due = new Set(rows.map(({ id }) => Number(id)))
  return endpoints.filter(({ id }) => due.has(id))
}

const onIds = (endpoints: Endpoint[]): number[] =>
  endpoints.filter(({ offAt }) => offAt === null).map(({ id }) => id)

/** Gives up what waits for endpoints that are off. What is on its way is settled by its worker, or here once its lease is over. */
async function giveUpOff(ctx: DataContext, endpoints: Endpoint[]): Promise<void> {
  const off = endpoints.filter(({ offAt }) => offAt !== null).map(({ id }) => id)
  await ctx.db.execute(sql`
    update ${webhookDeliveries} set status = 'dead', last_error = 'ENDPOINT_OFF', settled_at = ${sharedNow(ctx)}
    where endpoint_id = any(${sql.param(off)}::bigint[])
      and (status = 'queued' or (status = 'sending' and due_at <= ${sharedNow(ctx)}))`)
}
