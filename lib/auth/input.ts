import { z } from 'zod'
import { SCANS } from '../email/open-as-scanner'
import { SIMULATED_REPORTS } from '../email/simulate'
import type { FieldCode } from '../errors'
import { FIELD_CODES } from '../errors'
import type { FieldError, Result } from '../result'
import { fail, ok } from '../result'
import { EMAIL_TOKEN } from '../token/email-token'
import { emailAddress } from './email-address'
import { codePoints, normalisedPassword, PASSWORD_MAX, PASSWORD_MIN } from './password-text'
import { personName } from './person-name'

/** A lone surrogate: not text, and UTF-8 would make all of them one character, so one password would open another. */
const LONE_SURROGATE = /\p{Cs}/u

/** Any text of 1 to 1024 code points, as typed. Whether it is good enough is `passwordProblem`'s business. */
export const passwordText = z
  .string({ error: (issue) => (issue.input === undefined ? 'password_required' : 'wrong_type') })
  .refine((text) => text !== '', 'password_required')
  .refine((text) => codePoints(normalisedPassword(text)) <= PASSWORD_MAX, 'password_too_long')
  .refine((text) => !LONE_SURROGATE.test(text), 'wrong_type')
  .meta({
    description: `At most ${PASSWORD_MAX} characters; a new one has ${PASSWORD_MIN} or more and is not easily guessed.`,
    format: 'password',
    minLength: 1,
  })

/** To the letter: what mail programs do to a link is mended where the link arrives (`lib/token/read-link.ts`). */
const token = z
  .string({ error: (issue) => (issue.input === undefined ? 'token_invalid' : 'wrong_type') })
  .regex(EMAIL_TOKEN, 'token_invalid')
  .meta({ description: 'From the link in the verification e-mail.' })

export const registerInput = z.strictObject({ name: personName, email: emailAddress, password: passwordText })
export const loginInput = z.strictObject({ email: emailAddress, password: passwordText })
export const resendInput = z.strictObject({ token: token.optional() })
export const tokenInput = z.strictObject({ token })
export const emailInput = z.strictObject({ email: emailAddress })

/** What the local mailbox can be told that became of a message. */
export const simulateInput = z.strictObject({
  outboxId: z.number().int().positive().meta({ description: 'The message, by its row in the outbox.' }),
  report: z.enum(SIMULATED_REPORTS),
})

/** How the local mailbox can be told to open a message's link. */
export const openingInput = z.strictObject({
  id: z.number().int().positive().meta({ description: 'The message, as /mailbox numbers it.' }),
  as: z.enum(SCANS),
})

export type RegisterInput = z.output<typeof registerInput>
export type LoginInput = z.output<typeof loginInput>

/** Unknown properties that are named in an answer; more than these help nobody. */
const MAX_UNKNOWN = 10
/** A property name that may be repeated in an answer. Starting with a letter, it is never `__proto__`. */
const PLAIN_KEY = /^[A-Za-z][\w-]{0,39}$/

const isFieldCode = (text: string): text is FieldCode => FIELD_CODES.some((code) => code === text)

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => (PLAIN_KEY.test(key) ? key : ''))
    return [...new Set(keys)].slice(0, MAX_UNKNOWN).map((field) => ({ field, code: 'unknown_field' }))
  }
  const field = String(issue.path[0] ?? '')
  if (issue.code === 'invalid_value')
    return [{ field, code: 'unknown_value', values: issue.values.map(String) }]
  return [{ field, code: isFieldCode(issue.message) ? issue.message : 'wrong_type' }]
}

/**
 * Reads a parsed JSON body or form. Refuses with `invalid_input`, all faults at once, one a field, in the order of the
 * schema and unknown properties last (one whose name is unfit to repeat is called ''). A body that is no object at all
 * is `invalid_input` without fields.
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('invalid_input')
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const errors = parsed.error.issues.flatMap(fieldErrors)
  const fields = errors.filter(({ field }, index) => errors.findIndex((e) => e.field === field) === index)
  return fail('invalid_input', { fields })
}
