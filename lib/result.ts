import type { ErrorCode, FieldCode } from './errors'

/** One field at fault; `field` is the JSON property's name, `values` what it may be where that is a list. */
export type FieldError = { field: string; code: FieldCode; values?: string[] }

/** An expected refusal. What was not expected is thrown instead. */
export type Failure = {
  code: ErrorCode
  /** The fields at fault, when the input was. */
  fields?: FieldError[]
  /** Seconds after which trying again makes sense. */
  retryAfter?: number
}

/** An outcome without a value. */
export type Refused = { ok: false; error: Failure }

/** An expected outcome: a value, or the reason there is none. */
export type Result<T> = { ok: true; value: T } | Refused

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const fail = (code: ErrorCode, more: Omit<Failure, 'code'> = {}): Refused => ({
  ok: false,
  error: { code, ...more },
})
