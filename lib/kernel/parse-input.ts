import type { z } from 'zod'
import { FIELD_CODES, type FieldCode } from './errors'
import { type FieldError, fail, ok, type Result } from './result'

/** Most unknown properties that one answer names. */
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
 * Checks a parsed JSON body or form against `schema`. Refuses with `invalid_input` and all faults, one a field, in the
 * order of the schema, unknown properties last (one whose name is unfit to repeat is called ''). A body that is not an
 * object is refused without fields.
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): Result<T, 'invalid_input'> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('invalid_input')
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const errors = parsed.error.issues.flatMap(fieldErrors)
  const fields = errors.filter(({ field }, index) => errors.findIndex((e) => e.field === field) === index)
  return fail('invalid_input', { fields })
}
