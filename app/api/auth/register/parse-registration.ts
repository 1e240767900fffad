import type { z } from 'zod'
import { parseInput } from '@/lib/kernel/parse-input'
import type { Result } from '@/lib/kernel/result'
import { passwordProblem } from '@/lib/password/judge'
import { registerInput } from '../input'

/**
 * Reads a registration. Where something else is at fault, the password is judged here already, so that a person reads
 * everything that is to be mended at once; otherwise `register` judges it.
 */
export async function parseRegistration(
  value: unknown,
): Promise<Result<z.output<typeof registerInput>, 'invalid_input'>> {
  const parsed = parseInput(registerInput, value)
  if (parsed.ok || !parsed.error.fields) return parsed
  const { fields } = parsed.error
  if (fields.some(({ field }) => field === 'password')) return parsed
  const given = value as Record<string, unknown>
  // A field that is at fault itself says nothing about the person, and may be of any length.
  const textOf = (name: string): string =>
    fields.some(({ field }) => field === name) ? '' : String(given[name] ?? '')
  const code = await passwordProblem({
    name: textOf('name'),
    email: textOf('email'),
    password: textOf('password'),
  })
  return code
    ? { ok: false, error: { ...parsed.error, fields: [...fields, { field: 'password', code }] } }
    : parsed
}
