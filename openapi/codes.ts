import type { ErrorCode } from '../lib/kernel/errors'

declare const complete: unique symbol

/** Codes that the compiler has held against a type. Only `codes` makes them. */
export type Codes = readonly ErrorCode[] & { readonly [complete]: true }

/** Refusals of a session whose key is not proven. `openapi/refusals.ts` adds them wherever a session is needed. */
export type DeviceCode = 'device_proof_missing' | 'device_unchecked'

/** Takes a list that names every code of a type; of another one the error names the codes that are missing. */
type Complete<Code, Listed> = [Exclude<Code, DeviceCode>] extends [Listed]
  ? unknown
  : { missing: Exclude<Code, Listed | DeviceCode> }

/**
 * Lists the codes of a type. A missing code does not compile, nor does one too many:
 *
 *     refusals: codes<RefusalOf<typeof login> | 'too_busy'>()(['invalid_credentials', …])
 */
export const codes =
  <Code extends ErrorCode>() =>
  <const Listed extends readonly Code[]>(listed: Listed & Complete<Code, Listed[number]>): Codes =>
    listed as readonly ErrorCode[] as Codes
