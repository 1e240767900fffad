import { z } from 'zod'

/** Ten recovery codes. */
export const recoveryCodesAnswer = z.strictObject({
  recoveryCodes: z
    .array(z.string().regex(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/))
    .length(10)
    .describe('Shown once: only their hashes are stored. Each works once, in place of the second step.'),
})

export const RECOVERY_CODES = {
  recoveryCodes: ['4', '7', 'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K'].map((sign) => `${sign}9Q2M-0TX5${sign}`),
}
