import type { ErrorCode, FieldCode } from './errors'

/** One field at fault; `field` is the JSON property's name, `values` the allowed ones where that is a list. */
export type FieldError = { field: string; code: FieldCode; values?: string[] }

/**
 * A proof of work in the format of ALTCHA, version 2: find a counter for which PBKDF2 of nonce and counter (four bytes, big-endian)
 * under `salt` starts with `keyPrefix`. Bytes are in hex.
 */
export type Challenge = {
  parameters: {
    algorithm: string
    nonce: string
    salt: string
    /** Iterations of PBKDF2. */
    cost: number
    /** Bytes. */
    keyLength: number
    keyPrefix: string
    data?: Record<string, string | number | boolean | null>
  }
  /** HMAC of the parameters. */
  signature: string
}

/** An expected refusal. Surprises are thrown instead. */
export type Failure<Code extends ErrorCode = ErrorCode> = {
  code: Code
  /** The fields at fault, when the input was. */
  fields?: FieldError[]
  /** Seconds after which trying again makes sense. */
  retryAfter?: number
  /** The name of the limit that refused (`lib/limit/table.ts`); for this process alone. */
  limit?: string
  /** Work that is taken in place of waiting. */
  work?: Challenge
}

/** An outcome without a value. */
export type Refused<Code extends ErrorCode = ErrorCode> = { ok: false; error: Failure<Code> }

/** An outcome with a value. */
type Ok<T> = { ok: true; value: T }

/** An expected outcome: a value, or a refusal with one of the codes that the type names. */
export type Result<T, Code extends ErrorCode = ErrorCode> = Ok<T> | Refused<Code>

/** Codes that a flow refuses with, from its type: the API's documents list exactly these. */
export type RefusalOf<Flow extends (...parameters: never[]) => Promise<unknown>> = Extract<
  Awaited<ReturnType<Flow>>,
  Refused
>['error']['code']

/** Makes an outcome with a value. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

/** Makes a refusal. `more`: its fields and `retryAfter`. */
export const fail = <Code extends ErrorCode>(
  code: Code,
  more: Omit<Failure, 'code'> = {},
): Refused<Code> => ({ ok: false, error: { code, ...more } })
