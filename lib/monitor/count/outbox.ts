import { sql } from 'drizzle-orm'
import { CANCELLATIONS } from '../../email/outbox/cancel'
import { emailMessages } from '../../email/schema'
import { HOUR, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'

/**
 * Failures that may be about one message: a reply to it, other than 421, by which a server closes to all. One recipient's
 * server that refuses us for hours is no reason to wake anybody.
 */
const ABOUT_ONE = '^(SMTP_(4(?!21)|5)\\d\\d|PolicyRefused)$'

/** Different recipients from which on failures of single messages are judged together. */
const SEVERAL = 3

type Queue = {
  /** Messages that wait to leave. */
  queued: number
  /** Seconds since the oldest was written that does not wait for a reason of its own; 0: there is none. */
  oldest: number
}

/**
 * Reads the messages that wait. One that a server put off counts as a sign of trouble only among several: when at least
 * three recipients wait so, and no fewer than were mailed in the last hour.
 */
export async function readQueue({ db, now }: DataContext): Promise<Queue> {
  const at = now()
  const { rows } = await db.execute<Queue>(sql`
    with waiting as (
      select created_at, last_error is not null and last_error ~ ${ABOUT_ONE} as is_put_off,
        coalesce(encode(recipient_hash, 'hex'), id::text) as recipient
      from ${emailMessages} where status in ('queued', 'sending')
    ),
    put_off as (select count(distinct recipient) as recipients from waiting where is_put_off),
    mailed as (
      select count(*) as messages from ${emailMessages}
      where provider_message_id is not null and settled_at > ${shift(at, -HOUR)}
    )
    select count(*)::int as queued, coalesce(extract(epoch from ${at}::timestamptz - min(created_at) filter (
      where not is_put_off or (recipients >= ${SEVERAL} and recipients >= messages)
    )), 0)::float8 as oldest
    from waiting, put_off, mailed`)
  return { queued: rows[0]?.queued ?? 0, oldest: Math.max(0, rows[0]?.oldest ?? 0) }
}

/** Decisions of ours: the message was not wanted any more. */
const WANTED_SO = [...CANCELLATIONS, 'Suppressed']

/**
 * Messages of the last hour that were given up, among all whose sending ended. It looks at no error text, of which there
 * will always be one more that nobody knows.
 */
export async function readDead({ db, now }: DataContext): Promise<{ dead: number; ended: number }> {
  const { rows } = await db.execute<{ dead: number; ended: number }>(sql`
    select count(*)::int as ended, (count(*) filter (where status = 'dead'))::int as dead
    from ${emailMessages}
    where settled_at > ${shift(now(), -HOUR)} and kind <> 'canary'
      and not (status = 'dead' and coalesce(last_error, '') in ${WANTED_SO})`)
  return rows[0] ?? { dead: 0, ended: 0 }
}
