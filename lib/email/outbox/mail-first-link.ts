import { sql } from 'drizzle-orm'
import type { Account } from '../../account/account'
import { namedStatement } from '../../db/statement/named'
import type { InTransaction } from '../../kernel/context'
import { countHit, limitSql, limitValues } from '../../limit/hit'
import { linkLimits } from '../../limit/link-limits'
import { newLink, storingLink } from '../../link/mint'
import { messageValues, storingMessage } from './enqueue'

/** `limit`: the place of the limit that is used up; null: the link is mailed. */
type Answer = { limit: 2 | 3 | null }

/** Counts the link on the limits of its mailbox, in their order, and stores link and message where none of the mailbox's is used up. */
const firstLink = namedStatement<Record<string, unknown>, Answer>(
  'mail_first_link',
  () => sql`
  with spaced as (${countHit(limitSql(1))}),
  hourly as (${countHit(limitSql(2), sql`from (select count(*) from spaced) as first`)}),
  daily as (${countHit(limitSql(3), sql`from hourly where hits <= ${limitSql(2).allowed}`)}),
  granted as (select from daily where hits <= ${limitSql(3).allowed}),
  link as (${storingLink(sql`granted`)}),
  message as (${storingMessage(sql`granted`)})
  select case when exists (table granted) then null when exists (table daily) then 3 else 2 end as "limit"`,
)

/**
 * Mails the first link, and counts it, so that the countdown to the next one starts now. A mailbox that has had its links for
 * now gets none: whoever signs up with an address and deletes the account, again and again, must not flood it. The person may
 * ask for a link once the limit allows it.
 */
export async function mailFirstLink(t: InTransaction, account: Account): Promise<void> {
  const { id, email, name, locale } = account
  const now = t.now()
  const { minted, values } = newLink(t, 'verify_email', account)
  const limits = linkLimits(email)
  const [answer] = await firstLink(t, {
    now,
    ...Object.assign({}, ...limits.map((limit, index) => limitValues(t, index + 1, limit, now))),
    ...values,
    ...messageValues(t, { kind: 'verification', userId: id, letter: { to: email, name, locale, ...minted } }),
  })
  const limit = answer?.limit && limits[answer.limit - 1]?.[0]
  if (limit) t.log.warn('rate_limited', { limit })
}
