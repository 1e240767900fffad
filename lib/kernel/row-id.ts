import { z } from 'zod'

/** A row's number as JSON has it, or as a form's field does. */
export const rowId = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
])
