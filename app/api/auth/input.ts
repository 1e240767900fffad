import { z } from 'zod'
import { emailAddress } from '@/lib/account/email-address'
import { personName } from '@/lib/account/name'
import { linkToken } from '@/lib/link/input'
import { passwordText } from '@/lib/password/input'

/** Bodies of the requests below `/api/auth`. */
export const registerInput = z.strictObject({ name: personName, email: emailAddress, password: passwordText })
export const loginInput = z.strictObject({ email: emailAddress, password: passwordText })
export const resendInput = z.strictObject({ token: linkToken.optional() })
export const tokenInput = z.strictObject({ token: linkToken })
export const emailInput = z.strictObject({ email: emailAddress })
