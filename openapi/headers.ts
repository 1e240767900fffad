import { LOCALES } from '../lib/kernel/locale'
import type { JsonSchema } from './json-schema'

export type HeaderObject = { description: string; required: boolean; schema: JsonSchema }

/** A header that its answer always carries. */
export const header = (description: string, schema: JsonSchema = { type: 'string' }): HeaderObject => ({
  description,
  required: true,
  schema,
})

/** Headers that are not always present, from their meanings. */
export const occasionalHeaders = (texts: Record<string, string> = {}): Record<string, HeaderObject> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { ...header(text), required: false }]),
  )

const RETRY_AFTER = header('Seconds to wait before trying again.', {
  type: 'string',
  pattern: '^[1-9][0-9]*$',
})

/** Headers of many answers, by their names in the document. */
export const HEADERS = {
  RequestId: header('Id of this request in the server’s log.', { type: 'string', pattern: '^[0-9a-f]{16}$' }),
  NoStore: header('No cache may keep the answer.', { const: 'no-store' }),
  ContentLanguage: header('The language of every `detail`.', { enum: LOCALES }),
  RetryAfter: RETRY_AFTER,
  RetryAfterIfKnown: { ...RETRY_AFTER, required: false },
} satisfies Record<string, HeaderObject>

/** Reference to a component of the document. */
export type Reference = { $ref: string }

export const headerReference = (name: keyof typeof HEADERS): Reference => ({
  $ref: `#/components/headers/${name}`,
})
