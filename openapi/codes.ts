import type { ErrorCode } from '../lib/kernel/errors'

declare const complete: unique symbol

/** Codes that the compiler has held against a type. Only `codes` makes them. */
export type Codes = readonly ErrorCode[] & { readonly [complete]: true }

/** Takes a list that names every code of a type; of another one the error names the codes that are missing. */
type Complete<Code, Listed> = [Code] extends [Listed] ? unknown : { missing: Exclude<Code, Listed> }

/**
 * Lists the codes of a type. A missing code does not compile, nor does one too many:
 *
 *     refusals: codes<RefusalOf<typeof login> | 'too_busy'>()(['invalid_credentials', …])
 */
export const codes =
  <Code extends ErrorCode>() =>
  <const Listed extends readonly Code[]>(listed: Listed & Complete<Code, Listed[number]>): Codes =>
    listed as readonly ErrorCode[] as Codes
