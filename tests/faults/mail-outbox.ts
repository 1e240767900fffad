import type { Pool } from 'pg'
import { users } from '../../lib/account/schema'
import { transaction } from '../../lib/db/transaction'
import { enqueue } from '../../lib/email/outbox/enqueue'
import type { CoreContext } from '../../lib/kernel/context'
import { toEmailAddress } from '../../lib/kernel/email-address'

const BATCH = 500

/**
 * Writes down every write that leaves a message settled. A row holds one state only, so a message that was settled,
 * taken up again and settled otherwise would look fine at the end.
 */
const JOURNAL = `
  create table settlements (message_id bigint not null, status text not null);
  create function note_settlement() returns trigger language plpgsql as $$
    begin insert into settlements values (new.id, new.status); return null; end $$;
  create trigger note_settlement after update on email_messages for each row
    when (new.status not in ('queued', 'sending')) execute function note_settlement()`

/** Puts `count` messages into the outbox, the product's own way, and starts the journal. */
export async function fillOutbox(ctx: CoreContext & { pool: Pool }, count: number): Promise<void> {
  await ctx.pool.query(JOURNAL)
  const [user] = await ctx.db
    .insert(users)
    .values({ email: toEmailAddress('faults@example.com'), name: 'Faults', passwordHash: '' })
    .returning()
  if (!user) throw new Error('no user')
  for (let done = 0; done < count; done += BATCH)
    await transaction(ctx, async (t) => {
      for (let index = done; index < Math.min(count, done + BATCH); index += 1) {
        const letter = {
          to: toEmailAddress(`recipient-${index}@example.com`),
          name: 'Jean',
          locale: 'fr' as const,
        }
        await enqueue(t, { kind: 'welcome', userId: user.id, letter })
      }
    })
}

export type Row = { id: number; status: string; providerMessageId: string | null; settlements: number }

/** Every message, with how often it was settled. */
export async function readOutbox(pool: Pool): Promise<Row[]> {
  const { rows } = await pool.query<Row>(`
    select id::int, status, provider_message_id as "providerMessageId",
      (select count(*) from settlements where message_id = id)::int as settlements
    from email_messages`)
  return rows
}

/** How many messages nobody has to send any more. */
export async function countSettled(pool: Pool): Promise<number> {
  const { rows } = await pool.query(
    `select count(*)::int as settled from email_messages where status not in ('queued', 'sending')`,
  )
  return rows[0]?.settled
}
