import { ERRORS, type ErrorCode } from '../lib/kernel/errors'
import { LIMITS, type LimitName } from '../lib/limit/table'
import { occasionalHeaders } from './headers'
import { type Components, type JsonSchema, jsonSchema } from './json-schema'
import { refusalsOf } from './refusals'
import { answerResponse, problemResponse, type ResponseObject } from './responses'
import type { OperationDocument } from './route-document'

type Parameter = {
  name: string
  in: 'query' | 'path'
  required: boolean
  description?: string
  schema: JsonSchema
  example?: string
}

/** An Operation Object of OpenAPI 3.1, as far as we use it. `x-rate-limits`: our own extension, windows in seconds. */
export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, []>[]
  parameters?: Parameter[]
  requestBody?: {
    required: boolean
    description?: string
    content: Record<string, { schema: JsonSchema; example: unknown }>
  }
  responses: Record<string, ResponseObject>
  'x-rate-limits'?: { name: LimitName; hits: number; window: number }[]
}

const pathParameters = ({ params = {} }: OperationDocument): Parameter[] =>
  Object.entries(params).map(([name, { description, example }]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
    example,
  }))

/** Parameters of the query, from the schema that reads them. */
function queryParameters({ query }: OperationDocument, components: Components): Parameter[] {
  if (!query) return []
  const { properties = {}, required = [] } = jsonSchema(query, 'input', components) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description: String(description) }),
    schema,
  }))
}

function bodyOf({ body }: OperationDocument, components: Components): Operation['requestBody'] {
  if (!body) return undefined
  const { type = 'application/json', schema, example, description, isOptional, mayBeMissing } = body
  return {
    required: !isOptional && !mayBeMissing,
    ...(description && { description }),
    content: { [type]: { schema: jsonSchema(schema, 'input', components), example } },
  }
}

const withHeaders = (more: ResponseObject['headers'], response: ResponseObject): ResponseObject => ({
  ...response,
  headers: { ...response.headers, ...more },
})

function responsesOf(method: string, operation: OperationDocument, components: Components) {
  const codes = refusalsOf(method, operation)
  const shared = occasionalHeaders(operation.headers)
  const statusOf = (code: ErrorCode): number => ERRORS[code].status
  const answers = Object.entries(operation.answers).map(([status, answer]) => [
    status,
    withHeaders(shared, answerResponse(answer, components)),
  ])
  const refusals = [...new Set(codes.map(statusOf))].map((status) => [
    status,
    withHeaders(
      shared,
      problemResponse(
        status,
        codes.filter((code) => statusOf(code) === status),
        components,
      ),
    ),
  ])
  return Object.fromEntries([...answers, ...refusals]) as Operation['responses']
}

function parametersOf(operation: OperationDocument, components: Components): Parameter[] | undefined {
  const all = [...pathParameters(operation), ...queryParameters(operation, components)]
  return all.length > 0 ? all : undefined
}

/** One method of one route, in OpenAPI's words. */
export function operationObject(
  method: string,
  operation: OperationDocument,
  components: Components,
): Operation {
  const { id, chapter, summary, description, access = [], isAccessOptional, limits } = operation
  const written: Operation = {
    operationId: id,
    tags: [chapter],
    summary,
    description,
    security: [...access.map((scheme) => ({ [scheme]: [] as [] })), ...(isAccessOptional ? [{}] : [])],
    parameters: parametersOf(operation, components),
    requestBody: bodyOf(operation, components),
    responses: responsesOf(method, operation, components),
    'x-rate-limits': limits?.map((name) => ({
      name,
      hits: LIMITS[name].hits,
      window: LIMITS[name].window / 1000,
    })),
  }
  return JSON.parse(JSON.stringify(written))
}
