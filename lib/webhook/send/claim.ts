import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { DataContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { claimDue } from '../../queue/claim'
import type { Held } from '../../queue/table'
import type { WebhookEvent } from '../event-types'
import { webhookDeliveries, webhookEndpoints, webhookEvents } from '../schema'

/** An event that a worker holds for one endpoint under a lease. */
export type ClaimedDelivery = Held & {
  endpointId: number
  eventId: number
  /** Names the person: the order is theirs. */
  subject: string
  /** Claims since the event happened, or was sent again by an operator; this one included. */
  tries: number
  /** Milliseconds left until the last try. */
  patience: number
  event: { name: string; type: WebhookEvent; session: string | null; at: string }
}

type ClaimedRow = {
  event_id: string
  subject: string
  tries: number
  patience: number
  event: ClaimedDelivery['event']
}

const DELIVERIES = webhookDeliveries

/**
 * The delivery is the first of its person that this endpoint waits for. One that came into view late (its transaction was
 * long) waits for a later one that is on its way.
 */
const IS_FIRST = sql`not exists (
  select from ${DELIVERIES} other
  where other.endpoint_id = ${DELIVERIES.endpointId} and other.subject = ${DELIVERIES.subject}
    and other.status in ('queued', 'sending')`

/** Takes the next due deliveries of an endpoint, at most `count`, and of one person at most one. */
export async function claimDeliveries(
  ctx: DataContext,
  endpointId: number,
  count: number,
): Promise<ClaimedDelivery[]> {
  const now = sharedNow(ctx)
  const isOn = sql`exists (select from ${webhookEndpoints} e where e.id = ${endpointId} and e.off_at is null)`
  const isFirst = sql`${IS_FIRST} and (other.event_id < ${DELIVERIES.eventId}
    or (other.event_id > ${DELIVERIES.eventId} and other.status = 'sending' and other.due_at > ${now})))`
  const rows = await claimDue<ClaimedRow>(ctx, DELIVERIES, {
    only: sql`${DELIVERIES.endpointId} = ${endpointId} and ${isOn} and ${isFirst}`,
    order: sql`due_at, event_id`,
    count,
    also: sql`gives_up_at = coalesce(gives_up_at, ${sharedNow(ctx, LIFETIMES.webhookPatience)})`,
    returning: sql`event_id, subject, attempts - earlier_attempts as tries,
      extract(epoch from gives_up_at - ${now})::float8 * 1000 as patience,
      (select json_build_object('name', e.name, 'type', e.type, 'session', e.session, 'at', e.created_at)
        from ${webhookEvents} e where e.id = event_id) as event`,
  })
  return rows.map(({ event_id: eventId, ...row }) => ({ ...row, endpointId, eventId: Number(eventId) }))
}
