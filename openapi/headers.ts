import { LOCALES } from '../lib/kernel/locale'
import type { JsonSchema } from './json-schema'

export type HeaderObject = { description: string; required: boolean; schema: JsonSchema }

/** A header that its answer always carries. */
export const header = (description: string, schema: JsonSchema = { type: 'string' }): HeaderObject => ({
  description,
  required: true,
  schema,
})

/** Headers that are not always there, by what each means. */
export const occasionalHeaders = (texts: Record<string, string> = {}): Record<string, HeaderObject> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { ...header(text), required: false }]),
  )

const RETRY_AFTER = header('Seconds after which trying again makes sense.', {
  type: 'string',
  pattern: '^[1-9][0-9]*$',
})

/** The headers that many answers carry, by the name the document refers to them by. */
export const HEADERS = {
  RequestId: header('Names this request in our log.', { type: 'string', pattern: '^[0-9a-f]{16}$' }),
  NoStore: header('Nobody keeps it: an answer is this request’s alone.', { const: 'no-store' }),
  ContentLanguage: header('The language of every `detail`.', { enum: LOCALES }),
  RetryAfter: RETRY_AFTER,
  RetryAfterIfKnown: { ...RETRY_AFTER, required: false },
} satisfies Record<string, HeaderObject>

/** A reference to something that stands in the document once. */
export type Reference = { $ref: string }

export const headerReference = (name: keyof typeof HEADERS): Reference => ({
  $ref: `#/components/headers/${name}`,
})
