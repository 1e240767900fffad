import type { MailEvent } from '../../lib/email/report/lifecycle'
import { recordMailEvent } from '../../lib/email/report/record'
import type { World } from './world'

let reports = 0

/** A provider reports now what became of a message. */
export async function reportOn(
  { ctx }: Pick<World, 'ctx'>,
  messageId: number,
  event: Partial<MailEvent> & Pick<MailEvent, 'type'>,
): Promise<void> {
  reports += 1
  await recordMailEvent(ctx, {
    sourceId: `report-${reports}`,
    occurredAt: ctx.now(),
    messageId,
    ...event,
  })
}
