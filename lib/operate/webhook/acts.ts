import { z } from 'zod'
import type { EventType } from '../../audit/types'
import { rowId } from '../../kernel/row-id'

/** Acts of an operator on receivers of events, each with the event that records it. */
export const WEBHOOK_ACTS = {
  replay: 'webhook_replayed',
  replay_dead: 'webhook_replayed',
  switch_on: 'webhook_on',
  switch_off: 'webhook_off',
} as const satisfies Record<string, EventType>

export type WebhookAct = keyof typeof WEBHOOK_ACTS

const WEBHOOK_ACT_NAMES = Object.keys(WEBHOOK_ACTS) as WebhookAct[]

/** The act, and its row. */
export const webhookActInput = z.strictObject({
  act: z
    .enum(WEBHOOK_ACT_NAMES)
    .describe(
      '`replay` sends one delivery again that was given up, `replay_dead` all of a receiver; `switch_on` and `switch_off` decide whether it is told of anything.',
    ),
  id: rowId.describe('The delivery (`replay`) or the receiver (all others), as a number or its digits.'),
})

export type WebhookActInput = z.output<typeof webhookActInput>
