import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import { personName } from '@/lib/account/name'
import { browserProof } from '@/lib/browser-proof/input'
import { CODE_METHODS } from '@/lib/factor/code'
import { passkeyResponse } from '@/lib/factor/passkey/response'
import { STEP_METHODS } from '@/lib/factor/step/asked'
import { workText } from '@/lib/limit/work/input'
import { linkToken } from '@/lib/link/input'
import { passwordText } from '@/lib/password/input'
import { factorCode } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'

/** Bodies of the requests below `/api/auth`. */
export const registerInput = z.strictObject({
  name: personName,
  email: emailAddress,
  password: passwordText,
  work: workText.optional(),
  emailProof: browserProof,
})
export const loginInput = z.strictObject({
  email: emailAddress,
  password: passwordText,
  work: workText.optional(),
})
export const resendInput = z.strictObject({ token: linkToken.optional(), account: shownAccount })
export const tokenInput = z.strictObject({ token: linkToken })
export const emailInput = z.strictObject({ email: emailAddress, account: shownAccount })
const codeMethod = z.enum(CODE_METHODS).optional().describe('Where it is left out, the code’s form decides.')
export const stepInput = z
  .strictObject({
    method: z.enum(STEP_METHODS).optional().describe('Where it is left out, the code’s form decides.'),
    code: factorCode.optional().describe('Of the app, or a recovery code.'),
    response: passkeyResponse.optional(),
  })
  .refine(({ code, response }) => code !== undefined || response !== undefined, {
    path: ['code'],
    message: 'code_required',
  })
export const confirmInput = z
  .strictObject({
    password: passwordText.optional(),
    method: codeMethod,
    code: factorCode.optional(),
    passkey: passkeyResponse.optional(),
    account: shownAccount,
  })
  .refine(({ password, code, passkey }) => [password, code, passkey].some((one) => one !== undefined), {
    path: ['password'],
    message: 'password_required',
  })
export const serviceTokenInput = z.strictObject({
  audience: z.string().max(200).describe('One of `SERVICE_AUDIENCES`.'),
})
export const accountInput = z.object({ account: shownAccount })
export const forgotInput = z.strictObject({ email: emailAddress })
export const resetInput = z.strictObject({ token: linkToken, password: passwordText })

/** Half-typed values: nothing of them is stored, so only their length is checked. */
const unfinished = (meaning: string) => z.string().max(254).default('').describe(meaning)

export const judgeInput = z.strictObject({
  password: passwordText,
  name: unfinished('The person’s name, as far as it is typed.'),
  email: unfinished('The person’s address, likewise.'),
  owner: z
    .string()
    .max(1024)
    .optional()
    .describe(
      'Sealed name of the account that the password is for, as the page got it; it replaces the other two.',
    ),
})
