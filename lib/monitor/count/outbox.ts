import { sql } from 'drizzle-orm'
import { CANCELLATIONS } from '../../email/outbox/cancel'
import { emailMessages } from '../../email/schema'
import { HOUR, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'

/**
 * Errors that may be about one message: any reply but 421, with which a server refuses everything. One recipient's server
 * that puts us off for hours is no reason for an alarm.
 */
const ABOUT_ONE = '^(SMTP_(4(?!21)|5)\\d\\d|PolicyRefused)$'

/** Different recipients from which on failures of single messages are judged together. */
const SEVERAL = 3

type Queue = {
  /** Messages that wait to leave. */
  queued: number
  /** Age in seconds of the oldest message, messages that their recipient's server puts off left out; 0: none. */
  oldest: number
}

/**
 * Reads the messages that wait. Messages that a server put off count for the age only if they have at least three
 * recipients, and at least as many as there were messages sent in the last hour.
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

/** Reasons for which we gave up a message on purpose: it was no longer wanted. */
const UNWANTED = [...CANCELLATIONS, 'Suppressed']

/**
 * Messages given up in the last hour, and all whose sending ended in it. Error texts play no part, because no list of
 * them is ever complete.
 */
export async function readDead({ db, now }: DataContext): Promise<{ dead: number; ended: number }> {
  const { rows } = await db.execute<{ dead: number; ended: number }>(sql`
    select count(*)::int as ended, (count(*) filter (where status = 'dead'))::int as dead
    from ${emailMessages}
    where settled_at > ${shift(now(), -HOUR)} and kind <> 'canary'
      and not (status = 'dead' and coalesce(last_error, '') in ${UNWANTED})`)
  return rows[0] ?? { dead: 0, ended: 0 }
}
