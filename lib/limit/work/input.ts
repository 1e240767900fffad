import { z } from 'zod'

/** Characters of a proof of work, with room: ours have 660. */
const MAX_LENGTH = 2048

/** A proof of work (`lib/limit/work/accept.ts`). */
export const workText = z
  .string()
  .max(MAX_LENGTH)
  .describe('Solution of the challenge that a 429 brought: base64 of the JSON of `challenge` and `solution`.')
