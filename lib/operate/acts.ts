import { z } from 'zod'
import type { EventType } from '../audit/types'
import { rowId } from '../kernel/row-id'

/** Acts of an operator on an account, each with the event that records it. */
export const ACT_EVENTS = {
  resend: 'verification_resent',
  verify: 'verified_by_hand',
  send_reset: 'reset_started',
  lift_suppression: 'suppression_lifted',
  end_session: 'session_ended',
  end_sessions: 'sessions_ended',
  disable: 'account_disabled',
  enable: 'account_enabled',
} as const satisfies Record<string, EventType>

export type ActName = keyof typeof ACT_EVENTS

export const ACTS = Object.keys(ACT_EVENTS) as ActName[]

/**
 * Acts on the account's address. They name the address that the operator saw, as the owner can correct it meanwhile.
 */
export const ADDRESS_ACTS: ReadonlySet<ActName> = new Set([
  'resend',
  'verify',
  'send_reset',
  'lift_suppression',
])

const userId = rowId.describe('The account, as a number or its digits.')

/**
 * The act and its account. `email`: the address that the operator saw. `sessionId`: the session that `end_session`
 * ends.
 */
export const actInput = z.strictObject({
  act: z.enum(ACTS).describe('What is done to the account.'),
  userId,
  email: z
    .string()
    .max(254)
    .optional()
    .describe(
      'The account’s address as it was seen: `resend`, `verify`, `send_reset` and `lift_suppression` need it.',
    ),
  sessionId: z.uuid().optional().describe('The session that `end_session` ends; it alone needs one.'),
})

export type ActInput = z.output<typeof actInput>
