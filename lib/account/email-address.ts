import { z } from 'zod'
import { MAX_ADDRESS_LENGTH, parseEmailAddress } from '../kernel/email-address'

/** An e-mail address that a person types. Faults: those of `parseEmailAddress`, `wrong_type`. */
export const emailAddress = z
  .string({ error: (issue) => (issue.input === undefined ? 'email_required' : 'wrong_type') })
  .transform((typed, context) => {
    const result = parseEmailAddress(typed)
    if ('address' in result) return result.address
    context.addIssue({ code: 'custom', message: result.fault })
    return z.NEVER
  })
  .meta({
    description: `At most ${MAX_ADDRESS_LENGTH} characters once trimmed; kept in lower case, its domain in ASCII.`,
    format: 'idn-email',
    minLength: 3,
  })
