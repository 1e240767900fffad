import { count, eq } from 'drizzle-orm'
import type { CoreContext } from '../../../kernel/context'
import { emailEvents, emailMessages } from '../../schema'
import { recordMailEvent } from '../record'
import { readReport } from './read'

/**
 * Outcome of mail to our address of reports. `recorded`: stored, now or before. `unknown`: proven, and about a message that is gone,
 * or without anything that we know. `flooded`: the message has had more reports than any message gets. All but `recorded` change
 * nothing.
 */
export type MailedOutcome = 'recorded' | 'no_report' | 'unproven' | 'unknown' | 'flooded'

/** Largest report that is read, in bytes: a report returns a letter of ours, of 20 KB, at most. */
export const LARGEST_REPORT = 1024 * 1024

/** Reports kept of one message. Servers warn a few times in a message's five days; its recipient could write any number. */
const MOST_REPORTS = 50

async function reportsOf({ db }: CoreContext, reference: string): Promise<number | undefined> {
  const [found] = await db
    .select({ reports: count(emailEvents.id) })
    .from(emailMessages)
    .leftJoin(emailEvents, eq(emailEvents.messageId, emailMessages.id))
    .where(eq(emailMessages.reference, reference))
    .groupBy(emailMessages.id)
  return found?.reports
}

async function act(ctx: CoreContext, raw: Uint8Array, recipient?: string): Promise<MailedOutcome> {
  const reading = await readReport(ctx.env, raw, recipient)
  if (typeof reading === 'string') return reading
  const { reference, changes } = reading
  const before = await reportsOf(ctx, reference)
  if (before === undefined || changes.length === 0) return 'unknown'
  if (before + changes.length > MOST_REPORTS) return 'flooded'
  // By our clock: a report's own times are its writer's.
  for (const change of changes) await recordMailEvent(ctx, { ...change, reference, occurredAt: ctx.now() })
  return 'recorded'
}

/**
 * Receives mail to our address of reports. Once it resolves, what the report says is stored; a report that comes again changes
 * nothing. Rejects where the database cannot be reached: whoever brought the report must bring it again.
 * @param recipient the address that it was sent to, where the envelope is known
 */
export async function receiveMailedReport(
  ctx: CoreContext,
  raw: Uint8Array,
  recipient?: string,
): Promise<MailedOutcome> {
  const outcome = await act(ctx, raw, recipient)
  if (outcome !== 'recorded') ctx.log.info('mailed_report_ignored', { code: outcome })
  return outcome
}
