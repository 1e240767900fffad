import { describeProblem, type Problem } from '../lib/http/response/problem'
import { ERRORS, type ErrorCode } from '../lib/kernel/errors'
import type { Failure } from '../lib/kernel/result'

/** Further members of some refusals. */
const MORE: Partial<Record<ErrorCode, Omit<Failure, 'code'>>> = {
  invalid_input: { fields: [{ field: 'email', code: 'email_invalid' }] },
  email_taken: { fields: [{ field: 'email', code: 'email_taken' }] },
  rate_limited: { retryAfter: 60 },
  too_busy: { retryAfter: 2 },
  unavailable: { retryAfter: 5 },
}

const exampleOf = (code: ErrorCode): { value: Problem } => ({
  value: describeProblem({ code, ...MORE[code] }, 'en'),
})

/** Every refusal in English, by its code. */
export const problemExamples = (): Record<string, { value: Problem }> =>
  Object.fromEntries((Object.keys(ERRORS) as ErrorCode[]).map((code) => [code, exampleOf(code)]))
