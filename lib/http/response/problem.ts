import { errorSentence, fieldSentence } from '../../i18n/texts/errors'
import { ERRORS, type ErrorCode, publicCode } from '../../kernel/errors'
import type { Locale } from '../../kernel/locale'
import type { Challenge, Failure } from '../../kernel/result'
import { type Answer, jsonAnswer } from './answer'
import { toResponse } from './json'

/** One field at fault: its name, a stable code, what it may be where that is a list, and a sentence for the person. */
export type ProblemField = { field: string; code: string; values?: string[]; detail: string }

/** A problem document (RFC 9457) with our extensions `code`, `errors`, `retryAfter` (seconds) and `work`. */
export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  code: ErrorCode
  detail: string
  errors?: ProblemField[]
  retryAfter?: number
  work?: Challenge
}

/** The document for a failure. `title` is the contract's English text, everything else is for people. */
export function describeProblem(failure: Failure, locale: Locale): Problem {
  const { code, fields, retryAfter, work } = failure
  return {
    type: 'about:blank',
    title: ERRORS[code].title,
    status: ERRORS[code].status,
    code: publicCode(code),
    detail: errorSentence(locale, code, { retryAfter }),
    ...(fields && {
      errors: fields.map((fault) => ({ ...fault, detail: fieldSentence(locale, fault.code, fault.values) })),
    }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(work && { work }),
  }
}

/** The answer for a failure, with `Retry-After` when waiting helps. */
export function problemAnswer(
  failure: Failure,
  locale: Locale,
  headers: Record<string, string> = {},
): Answer {
  const problem = describeProblem(failure, locale)
  return jsonAnswer(problem.status, problem, {
    ...headers,
    'Content-Type': 'application/problem+json',
    'Content-Language': locale,
    ...(problem.retryAfter !== undefined && { 'Retry-After': String(problem.retryAfter) }),
  })
}

/** The same as a web `Response`. */
export const problemResponse = (...failure: Parameters<typeof problemAnswer>): Response =>
  toResponse(problemAnswer(...failure))
