import { type SQL, sql } from 'drizzle-orm'
import { sharedNow } from '../db/clock'
import type { DataContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import type { Endpoint } from './endpoint/endpoint'
import { webhookDeliveries, webhookEndpoints, webhookEvents } from './schema'

/** The last try of a delivery that is sent again: three days from now. So its age counts from now, too. */
const givesUpAt = (ctx: DataContext): SQL => sharedNow(ctx, LIFETIMES.webhookPatience)

/** A delivery begins anew: at once, for three days, with the delays of the first tries. Its claims are counted on: they fence. */
const anew = (ctx: DataContext): SQL =>
  sql`status = 'queued', due_at = 'epoch', gives_up_at = ${givesUpAt(ctx)}, settled_at = null, earlier_attempts = d.attempts`

/** How many rows a statement changed. */
const countOf = ({ rowCount }: { rowCount: number | null }): number => rowCount ?? 0

/**
 * Sends an endpoint again all events that it wants from `from` on and before `to`: those that it was told, those that were given up, and
 * those that happened while it was off. What is on its way stays so.
 * @returns how many
 */
export const replayRange = async (
  ctx: DataContext,
  { id }: Pick<Endpoint, 'id'>,
  { from, to }: { from: Date; to: Date },
): Promise<number> =>
  countOf(
    await ctx.db.execute(sql`
      insert into ${webhookDeliveries} as d (endpoint_id, event_id, subject, gives_up_at)
      select p.id, e.id, e.subject, ${givesUpAt(ctx)} from ${webhookEndpoints} p join ${webhookEvents} e
        on p.events && array['*', e.type, split_part(e.type, '.', 1) || '.*']
      where p.id = ${id} and e.created_at >= ${from} and e.created_at < ${to}
      order by e.id
      on conflict (event_id, endpoint_id) do update set ${anew(ctx)} where d.status in ('sent', 'dead')`),
  )

const replayDeadOnes = async (ctx: DataContext, which: SQL): Promise<number> =>
  countOf(
    await ctx.db.execute(
      sql`update ${webhookDeliveries} d set ${anew(ctx)} where d.status = 'dead' and ${which}`,
    ),
  )

/** Sends a delivery again that was given up. @returns how many: one or none */
export const replayOne = (ctx: DataContext, id: number): Promise<number> =>
  replayDeadOnes(ctx, sql`d.id = ${id}`)

/** Sends all deliveries of an endpoint again that were given up. @returns how many */
export const replayDead = (ctx: DataContext, { id }: Pick<Endpoint, 'id'>): Promise<number> =>
  replayDeadOnes(ctx, sql`d.endpoint_id = ${id}`)
