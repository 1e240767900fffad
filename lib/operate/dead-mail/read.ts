import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import { CAUSE, CAUSE_PATTERN, IS_DEAD_LETTER, IS_OPEN } from '../../email/dead/cause'
import type { ResendRefusal } from '../../email/dead/refusals'
import { isRenewable } from '../../email/dead/renewable'
import { isSuppressedIn } from '../../email/report/suppression'
import { emailMessages } from '../../email/schema'
import type { CoreContext } from '../../kernel/context'

/** Messages shown: more than a person reads. */
export const NEWEST = 50

/** Causes shown, those of most messages first. */
const MOST = 20

type CauseCount = { cause: string; open: number; wished: number; newest: Date }

/** Causes of dead messages, with how many wait for a decision, and how many for their turn. */
async function readCauses({ db }: CoreContext): Promise<CauseCount[]> {
  const { rows } = await db.execute<{ cause: string; open: number; wished: number; newest: number }>(sql`
    select ${CAUSE} as cause, (count(*) filter (where resend_at is null))::int as open,
      (count(resend_at))::int as wished, extract(epoch from max(settled_at))::float8 * 1000 as newest
    from ${emailMessages} where ${IS_DEAD_LETTER} group by 1 order by count(*) desc, 1 limit ${MOST}`)
  return rows.map(({ newest, ...row }) => ({ ...row, newest: new Date(newest) }))
}

/** The reason against sending a message again that can be known without trying: the act finds out the rest. */
function obstacleOf({
  userId,
  disabledAt,
  isSuppressed,
  kind,
  resendResult,
}: Row): ResendRefusal | undefined {
  if (userId === null) return 'recipient_gone'
  if (disabledAt !== null) return 'recipient_disabled'
  if (!isRenewable(kind)) return 'content_erased'
  if (isSuppressed) return 'recipient_suppressed'
  return resendResult === 'recipient_suppressed' && kind === 'email_change' ? resendResult : undefined
}

const selectMessages = ({ db }: CoreContext, cause: SQL | undefined) =>
  db
    .select({
      id: emailMessages.id,
      kind: emailMessages.kind,
      cause: CAUSE,
      attempts: emailMessages.attempts,
      createdAt: emailMessages.createdAt,
      settledAt: emailMessages.settledAt,
      resendResult: emailMessages.resendResult,
      userId: users.id,
      name: users.name,
      disabledAt: users.disabledAt,
      isSuppressed: sql<boolean>`${isSuppressedIn(users.email)}`,
    })
    .from(emailMessages)
    .leftJoin(users, eq(users.id, emailMessages.userId))
    .where(and(IS_OPEN, cause))
    .orderBy(desc(emailMessages.id))
    .limit(NEWEST)

type Row = Awaited<ReturnType<typeof selectMessages>>[number]

/** Dead messages by cause, and the newest of all or of one cause, without addresses or texts. */
export async function readDeadMail(ctx: CoreContext, wanted?: unknown) {
  const cause = typeof wanted === 'string' && CAUSE_PATTERN.test(wanted) ? wanted : undefined
  const [causes, rows] = await Promise.all([
    readCauses(ctx),
    selectMessages(ctx, cause === undefined ? undefined : sql`${CAUSE} = ${cause}`),
  ])
  const messages = rows.map((row) => ({ ...row, obstacle: obstacleOf(row) }))
  return { cause, causes, messages }
}

export type DeadMessage = Awaited<ReturnType<typeof readDeadMail>>['messages'][number]
export type DeadCause = CauseCount
