import { ERRORS, type ErrorCode, publicCode } from '../lib/kernel/errors'
import { problem } from './answers'
import { type HeaderObject, header, headerReference, type Reference } from './headers'
import { type Components, type JsonSchema, jsonSchema } from './json-schema'
import type { AnswerDocument } from './route-document'

export type ResponseObject = {
  description: string
  headers: Record<string, HeaderObject | Reference>
  content: Record<string, { schema: JsonSchema; example?: unknown; examples?: Record<string, Reference> }>
}

/** Headers of every answer that are of use to a client. */
const COMMON = { 'X-Request-Id': headerReference('RequestId'), 'Cache-Control': headerReference('NoStore') }

/** Refusals with `Retry-After`: always, or where the time is known. */
const WAITS: Partial<Record<ErrorCode, 'always' | 'sometimes'>> = {
  rate_limited: 'always',
  too_busy: 'always',
  unavailable: 'sometimes',
}

/** An answer that is not a refusal. */
export function answerResponse(answer: AnswerDocument, components: Components): ResponseObject {
  const { description, schema, example, type = 'application/json', headers = {} } = answer
  const content = { schema: jsonSchema(schema, 'output', components), example }
  const own = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, header(text)]))
  return {
    description,
    headers: { ...COMMON, ...own },
    content: Object.fromEntries([type].flat().map((name) => [name, content])),
  }
}

function waitHeader(codes: ErrorCode[]): Record<string, Reference> {
  const waits = codes.map((code) => WAITS[code])
  if (waits.every((wait) => wait === undefined)) return {}
  const isCertain = waits.every((wait) => wait === 'always')
  return { 'Retry-After': headerReference(isCertain ? 'RetryAfter' : 'RetryAfterIfKnown') }
}

/** Refusals of one status; `code` tells them apart. */
export function problemResponse(status: number, codes: ErrorCode[], components: Components): ResponseObject {
  const only: JsonSchema = {
    properties: { status: { const: status }, code: { enum: codes.map(publicCode) } },
  }
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])
  return {
    description: [...new Set(codes.map((code) => ERRORS[code].title))].join(', or: '),
    headers: { ...COMMON, 'Content-Language': headerReference('ContentLanguage'), ...waitHeader(codes) },
    content: {
      'application/problem+json': {
        schema: { allOf: [jsonSchema(problem, 'output', components), only] },
        examples: Object.fromEntries(examples),
      },
    },
  }
}
