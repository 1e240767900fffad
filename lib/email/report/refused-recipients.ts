import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { HOUR } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { emailEvents, emailMessages } from '../schema'

/** Reason recorded for a refusal that says "no such user" in words, without a status that proves it. */
export const RECIPIENT_REFUSED = 'RecipientRefused'

/** Different recipients refused in a row from which on the server is suspected: it may not be set up to relay for us. */
export const SUSPICIOUS = 3

/** A refusal counts for this long. */
const MEMORY = HOUR

/**
 * Counts the different recipients that the mail server refused by words alone in the last hour and since it last took a
 * message, over all processes. Messages that wait and messages that bounced both count.
 * @param except a message whose recipient is not counted
 */
export async function countRefusedRecipients(ctx: DataContext, except = 0): Promise<number> {
  const oldest = sharedNow(ctx, -MEMORY)
  const { rows } = await ctx.db.execute<{ refused: number }>(sql`
    select count(distinct m.recipient_hash)::int as refused
    from ${emailEvents} e join ${emailMessages} m on m.id = e.message_id
    where e.reason = ${RECIPIENT_REFUSED} and e.received_at > ${oldest}
      and m.recipient_hash is distinct from (select recipient_hash from ${emailMessages} where id = ${except})
      and e.received_at > coalesce((
        select max(settled_at) from ${emailMessages} where provider_message_id is not null and settled_at > ${oldest}
      ), '-infinity')`)
  return rows[0]?.refused ?? 0
}
