import { z } from 'zod'
import type { EventType } from '../../audit/types'
import { CAUSE_PATTERN } from '../../email/dead/cause'
import { rowId } from '../../kernel/row-id'

/** Acts of an operator on messages that died, each with the event that records it. */
export const DEAD_MAIL_ACTS = {
  resend: 'message_resent',
  resend_cause: 'messages_resent',
} as const satisfies Record<string, EventType>

export type DeadMailAct = keyof typeof DEAD_MAIL_ACTS

const DEAD_MAIL_ACT_NAMES = Object.keys(DEAD_MAIL_ACTS) as DeadMailAct[]

/** The act, and what it is about. */
export const deadMailActInput = z.strictObject({
  act: z
    .enum(DEAD_MAIL_ACT_NAMES)
    .describe(
      '`resend` sends one message again at once, `resend_cause` all that died of a cause, five a second at most.',
    ),
  id: rowId
    .optional()
    .describe('The message that `resend` sends, as a number or its digits; it alone needs one.'),
  cause: z
    .string()
    .regex(CAUSE_PATTERN)
    .optional()
    .describe('The cause whose messages `resend_cause` sends; it alone needs one.'),
})

export type DeadMailActInput = z.output<typeof deadMailActInput>
