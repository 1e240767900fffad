import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import { personName } from '@/lib/account/name'
import { linkToken } from '@/lib/link/input'
import { passwordText } from '@/lib/password/input'
import { shownAccount } from '@/lib/session/shown'

/** Bodies of the requests below `/api/auth`. */
export const registerInput = z.strictObject({ name: personName, email: emailAddress, password: passwordText })
export const loginInput = z.strictObject({ email: emailAddress, password: passwordText })
export const resendInput = z.strictObject({ token: linkToken.optional(), account: shownAccount })
export const tokenInput = z.strictObject({ token: linkToken })
export const emailInput = z.strictObject({ email: emailAddress, account: shownAccount })
export const accountInput = z.object({ account: shownAccount })
