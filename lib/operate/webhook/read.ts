import { desc, eq, inArray, sql } from 'drizzle-orm'
import type { CoreContext } from '../../kernel/context'
import { listEndpoints } from '../../webhook/endpoint/endpoint'
import { webhookDeliveries, webhookEvents } from '../../webhook/schema'

/** Deliveries shown, of each kind: more than a person reads. */
const NEWEST = 30

const DELIVERY = {
  id: webhookDeliveries.id,
  endpointId: webhookDeliveries.endpointId,
  status: webhookDeliveries.status,
  attempts: webhookDeliveries.attempts,
  dueAt: webhookDeliveries.dueAt,
  lastStatus: webhookDeliveries.lastStatus,
  lastError: webhookDeliveries.lastError,
  type: webhookEvents.type,
  name: webhookEvents.name,
  at: webhookEvents.createdAt,
}

const readDeliveries = (ctx: CoreContext, states: ('queued' | 'sending' | 'sent' | 'dead')[]) =>
  ctx.db
    .select(DELIVERY)
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(inArray(webhookDeliveries.status, states))
    .orderBy(desc(webhookDeliveries.id))
    .limit(NEWEST)

export type ShownDelivery = Awaited<ReturnType<typeof readDeliveries>>[number]

/** Waiting and dead deliveries of each endpoint. */
async function readCounts({ db }: CoreContext) {
  const { rows } = await db.execute<{ id: string; waiting: number; dead: number }>(sql`
    select endpoint_id as id, (count(*) filter (where status in ('queued', 'sending')))::int as waiting,
      (count(*) filter (where status = 'dead'))::int as dead
    from ${webhookDeliveries} where status <> 'sent' group by 1`)
  return new Map(rows.map(({ id, ...counts }) => [Number(id), counts]))
}

/** Receivers of events without their secrets, their newest deliveries, and those that were given up. */
export async function readWebhooks(ctx: CoreContext) {
  const [endpoints, counts, dead, recent] = await Promise.all([
    listEndpoints(ctx),
    readCounts(ctx),
    readDeliveries(ctx, ['dead']),
    readDeliveries(ctx, ['queued', 'sending', 'sent']),
  ])
  const shown = endpoints.map(({ id, url, events: wanted, offAt, offReason, createdAt }) => ({
    ...{ id, url, events: wanted, offAt, offReason, createdAt },
    ...(counts.get(id) ?? { waiting: 0, dead: 0 }),
  }))
  return { endpoints: shown, dead, recent }
}

export type ShownEndpoint = Awaited<ReturnType<typeof readWebhooks>>['endpoints'][number]
