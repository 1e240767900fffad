import { z } from 'zod'
import { passkeyName } from '@/lib/factor/passkey/name'
import { enrolmentResponse } from '@/lib/factor/passkey/response'
import { proofFields } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

export const enrolmentInput = z.strictObject({
  response: enrolmentResponse,
  name: passkeyName.optional().describe('Left out: the authenticator’s model, or browser and system.'),
  ...proofFields,
  account: shownAccount,
})

export const optionsInput = z.strictObject({
  isQuiet: z
    .boolean()
    .optional()
    .describe('For conditional create: the authenticator need not verify its person now.'),
  ...proofFields,
  account: shownAccount,
})

export const renamingInput = z.strictObject({ name: passkeyName, account: shownAccount })
