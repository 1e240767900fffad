import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import type { FieldCode } from '@/lib/kernel/errors'
import { linkToken, mailedCode } from '@/lib/link/input'
import { passwordText } from '@/lib/password/input'
import { shownAccount } from '@/lib/session/shown'

/** Bodies of the requests about a mailed link. */
export const codeInput = z.strictObject({ code: mailedCode, account: shownAccount })

const ownAddress = emailAddress
  .optional()
  .describe(
    'The address of the account, as the person typed it: where it is given it must be right. A form without JavaScript must give it.',
  )

/** "This was not me". */
export const notMeInput = z.strictObject({ token: linkToken, email: ownAddress })

/** A mailed link with the account's password, or with a new one. */
export const proofInput = z
  .strictObject({
    token: linkToken,
    password: passwordText.optional(),
    newPassword: passwordText.optional(),
    email: ownAddress,
  })
  .superRefine(({ password, newPassword, email }, { addIssue }) => {
    const refuse = (field: string, message: FieldCode) => addIssue({ code: 'custom', path: [field], message })
    if (password === undefined && newPassword === undefined) refuse('password', 'password_required')
    if (password === undefined) return
    if (newPassword !== undefined) refuse('newPassword', 'unknown_field')
    if (email !== undefined) refuse('email', 'unknown_field')
  })
