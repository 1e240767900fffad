import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import { personName } from '@/lib/account/name'
import { LOCALES } from '@/lib/kernel/locale'
import { passwordText } from '@/lib/password/input'
import { factorCode, proofFields } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

/** Bodies of the requests below `/api/account`. */
export const profileInput = z
  .strictObject({
    name: personName.optional(),
    locale: z.enum(LOCALES).optional().describe('Language of pages and letters.'),
    account: shownAccount,
  })
  .refine(({ name, locale }) => name !== undefined || locale !== undefined, {
    path: ['name'],
    message: 'name_required',
  })

export const passwordInput = z.strictObject({
  currentPassword: passwordText,
  newPassword: passwordText,
  account: shownAccount,
})

export const deletionInput = z.strictObject({
  email: emailAddress,
  ...proofFields,
  account: shownAccount,
})

/** For an act that needs a fresh proof and nothing else. */
export const provenInput = z.strictObject({ ...proofFields, account: shownAccount })

export const totpCodeInput = z.strictObject({ code: factorCode, account: shownAccount })

/** For a request that needs no body. */
export const nothingInput = z.strictObject({ account: shownAccount })
