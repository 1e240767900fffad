import { z } from 'zod'

/** What an operator can do to an account. */
export const ACTS = [
  'resend',
  'verify',
  'lift_suppression',
  'end_session',
  'end_sessions',
  'disable',
  'enable',
] as const

export type ActName = (typeof ACTS)[number]

/** A number as JSON has it, or as a form's field does. */
const userId = z
  .union([
    z.number().int().positive(),
    z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .transform(Number),
  ])
  .describe('The account, as a number or its digits.')

/** Which act, on whom; `sessionId` names the one session that `end_session` ends. */
export const actInput = z.strictObject({
  act: z.enum(ACTS).describe('What is done to the account.'),
  userId,
  sessionId: z
    .string()
    .max(64)
    .optional()
    .describe('The session that `end_session` ends; it alone needs one.'),
})

export type ActInput = z.output<typeof actInput>
