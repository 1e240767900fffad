import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import { proofPassword } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

export const newEmailInput = z.strictObject({
  email: emailAddress,
  password: proofPassword,
  account: shownAccount,
})
