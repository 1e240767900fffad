import { sql } from 'drizzle-orm'
import { DAY, SECOND, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { webhookDeliveries, webhookEndpoints, webhookEvents } from '../../webhook/schema'

type Deliveries = {
  /** Deliveries of events that wait for their receiver. */
  waiting: number
  /** Age in seconds of the oldest, since its event or since an operator sent it again; 0: none. */
  oldest: number
  /** Deliveries given up in the last 24 hours. */
  dead: number
}

/** A delivery gives up so long after its first try. */
const PATIENCE = LIFETIMES.webhookPatience / SECOND

/**
 * Reads the deliveries of events to other services. Receivers that an operator switched off are left out: what they miss is
 * meant. One that switched itself off (410) is not: somebody has to learn of it.
 */
export async function readDeliveries({ db, now }: DataContext): Promise<Deliveries> {
  const at = now()
  const { rows } = await db.execute<Deliveries>(sql`
    select coalesce(sum(waiting), 0)::int as waiting, coalesce(max(age), 0)::float8 as oldest,
      coalesce(sum(dead), 0)::int as dead
    from ${webhookEndpoints} p,
    lateral (
      select count(*) as waiting, extract(epoch from ${at}::timestamptz
        - min(coalesce(d.gives_up_at - make_interval(secs => ${PATIENCE}), e.created_at))) as age
      from ${webhookDeliveries} d join ${webhookEvents} e on e.id = d.event_id
      where d.endpoint_id = p.id and d.status in ('queued', 'sending')
    ) waits,
    lateral (
      select count(*) as dead from ${webhookDeliveries} d
      where d.endpoint_id = p.id and d.status = 'dead' and d.settled_at > ${shift(at, -DAY)}
    ) ended
    where p.off_reason is distinct from 'operator'`)
  const { waiting, oldest, dead } = rows[0] ?? { waiting: 0, oldest: 0, dead: 0 }
  return { waiting, oldest: Math.max(0, oldest), dead }
}
