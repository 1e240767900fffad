import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { SECOND } from '../../kernel/clock'
import type { DataContext, InTransaction } from '../../kernel/context'
import { emailMessages } from '../schema'
import { CAUSE, IS_OPEN } from './cause'

/** Five a second at most, whoever asks: a tenth of an hour for the mail of a bad morning, and no flood for the provider. */
export const RESEND_INTERVAL = SECOND / 5

/** Advisory lock; the number is arbitrary, but no other lock of ours has it. */
const WISH_LOCK = 5_505_502

/**
 * Notes the wish to send again all messages that died of a cause, the oldest first, each at its own moment behind those that others
 * asked for. A worker fulfils it (`fulfil.ts`). A second wish for the same messages changes nothing.
 * @returns how many
 */
export async function wishForCause(t: InTransaction<DataContext>, cause: string): Promise<number> {
  // One at a time, or two wishes would take the same moments.
  await t.db.execute(sql`select pg_advisory_xact_lock(${WISH_LOCK})`)
  const { rowCount } = await t.db.execute(sql`
    with begins as (
      select greatest(${sharedNow(t)}, max(resend_at)) as at from ${emailMessages} where resend_at is not null
    ),
    wanted as materialized (
      select id, row_number() over (order by id) as place from ${emailMessages} where ${IS_OPEN} and ${CAUSE} = ${cause}
    )
    update ${emailMessages} set resend_result = null,
      resend_at = begins.at + wanted.place * ${RESEND_INTERVAL}::float8 * interval '1 millisecond'
    from begins, wanted where ${emailMessages.id} = wanted.id
      -- Another operator may have sent one meanwhile.
      and resend_at is null and resend_result is distinct from 'sent'`)
  return rowCount ?? 0
}
