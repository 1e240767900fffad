import type { CoreContext } from '../../../../kernel/context'
import { type MailedOutcome, receiveMailedReport } from '../../../report/mailed/receive'
import { returnPathOf } from '../../../return-path'
import { readMailbox } from '../mailbox'
import { composeReport } from './compose'
import type { Fate, Server } from './events'

/** The address of reports where none is configured: nothing is sent to it. */
const NOWHERE = 'bounce@mail.example'

/**
 * Has a mail server report about a message of the local mailbox: its report is written as that server writes it, and
 * read as any other.
 * @param id the message, as the mailbox numbers it
 */
export async function simulateMailedReport(
  ctx: CoreContext,
  { id, server, fate }: { id: number; server: Server; fate: Fate },
): Promise<MailedOutcome> {
  const letter = await readMailbox(ctx, id)
  if (letter?.reference === undefined) return 'unknown'
  const returnPath = returnPathOf(ctx.env, ctx.env.email.bounceAddress ?? NOWHERE, letter.reference)
  return receiveMailedReport(ctx, composeReport(server, fate, { ...letter, returnPath }), returnPath)
}
