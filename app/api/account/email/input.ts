import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import { proofFields } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

export const newEmailInput = z.strictObject({
  email: emailAddress,
  ...proofFields,
  account: shownAccount,
})
