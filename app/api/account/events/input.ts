import { z } from 'zod'

export const eventsInput = z.strictObject({
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .describe('`next` of the page before. Absent: the newest events.'),
})
