import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { OpenApi } from '../../openapi/document'
import type { HeaderObject } from '../../openapi/headers'
import type { ResponseObject } from '../../openapi/responses'

/** The committed document. Nothing here asks zod: a second program judges what the first one wrote. */
export const DOCUMENT: OpenApi = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
)

const PROBLEM = 'application/problem+json'

// A document is not a schema, and holds words that JSON Schema does not know; formats are for people here.
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).addSchema(DOCUMENT, 'api')

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** The validator of a schema that stands at these steps in the document. */
export function schemaAt(...steps: string[]): ValidateFunction {
  const validate = ajv.getSchema(`api#/${steps.map(escaped).join('/')}`)
  if (!validate) throw new Error(`no schema at ${steps.join(' ')}`)
  return validate
}

/** Why a value is not what the document says at these steps; '' when it is. */
export function faultOf(value: unknown, ...steps: string[]): string {
  const validate = schemaAt(...steps)
  return validate(value) ? '' : ajv.errorsText(validate.errors, { separator: '\n' })
}

const resolved = (header: ResponseObject['headers'][string]): HeaderObject =>
  '$ref' in header
    ? (DOCUMENT.components.headers[header.$ref.split('/').at(-1) ?? ''] as HeaderObject)
    : header

function headerFaults(response: Response, described: ResponseObject): string[] {
  const wrong = Object.entries(described.headers).filter(([name, header]) => {
    const { required, schema } = resolved(header)
    const value = response.headers.get(name)
    return value === null ? required : !ajv.validate(schema, value)
  })
  const isUndescribedCookie = response.headers.has('set-cookie') && !described.headers['Set-Cookie']
  return [...wrong.map(([name]) => name), ...(isUndescribedCookie ? ['Set-Cookie'] : [])]
}

async function bodyFault(response: Response, steps: string[], described: ResponseObject): Promise<string> {
  const type = response.headers.get('content-type') ?? ''
  if (Object.keys(described.content).length === 0)
    return (await response.clone().text()) === '' ? '' : 'a body'
  if (!(type in described.content)) return `content type ${type}`
  const text = await response.clone().text()
  const value = /\bjson$/.test(type) ? JSON.parse(text) : text
  return faultOf(value, ...steps, 'content', type, 'schema')
}

/** The answer of every route to a method that it does not have. */
async function undescribedFault(method: string, response: Response): Promise<string> {
  if (!response.headers.get('allow')) return 'no Allow'
  if (method === 'OPTIONS') return response.status === 204 ? '' : `status ${response.status}`
  if (response.status !== 405) return `status ${response.status} of a method without a description`
  return method === 'HEAD' ? '' : faultOf(await response.clone().json(), 'components', 'schemas', 'Problem')
}

async function describedFault(method: string, path: string, response: Response): Promise<string> {
  const own = method === 'HEAD' ? 'get' : method.toLowerCase()
  const operation = DOCUMENT.paths[path]?.[own]
  if (!operation) return undescribedFault(method, response)
  const status = String(response.status)
  const described = operation.responses[status]
  if (!described) return `status ${status}`
  const headers = method === 'HEAD' ? [] : headerFaults(response, described)
  if (headers.length > 0) return `headers ${headers.join(', ')} of ${status}`
  if (method === 'HEAD') return (await response.clone().text()) === '' ? '' : 'a body'
  return bodyFault(response, ['paths', path, own, 'responses', status], described)
}

/** Throws when an answer is not one that the API's document describes. */
export async function expectDescribed(method: string, path: string, response: Response): Promise<void> {
  const fault = await describedFault(method, path, response)
  if (fault) throw new Error(`${method} ${path} is not as docs/openapi.json says: ${fault}`)
}

/**
 * Every refusal the document names, as `POST /api/auth/login 401 invalid_credentials`, and every other answer without
 * a code.
 */
export const DESCRIBED_ANSWERS: string[] = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { responses }]) =>
    Object.entries(responses).flatMap(([status, { content }]) => {
      const answer = `${method.toUpperCase()} ${path} ${status}`
      const codes = Object.keys(content[PROBLEM]?.examples ?? {})
      return codes.length > 0 ? codes.map((code) => `${answer} ${code}`) : [answer]
    }),
  ),
)
