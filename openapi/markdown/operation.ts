import { curl } from '../curl'
import { jsonText } from '../json-text'
import type { Operation } from '../operation'
import type { ResponseObject } from '../responses'
import { code, fence, meanings, properties } from './schema'

function input({ requestBody, parameters = [] }: Operation): string[] {
  const fields = Object.fromEntries(
    parameters.map(({ name, description, schema }) => [name, { ...schema, description }]),
  )
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name)
  const body = Object.values(requestBody?.content ?? {})[0]?.schema ?? {}
  return [requestBody?.description ?? '', properties({ properties: fields, required }), properties(body)]
}

/** A window of whole minutes, hours or days. */
function windowOf(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`
}

function conditions({ security, 'x-rate-limits': limits = [] }: Operation): string {
  const proofs = security
    .map((scheme) => Object.keys(scheme)[0])
    .map((name) => (name ? code(name) : 'nothing'))
  const access = `Needs: ${proofs.length === 0 ? 'nothing' : proofs.join(' or ')}.`
  const limited = limits.map(({ name, hits, window }) => `${code(name)} ${hits} in ${windowOf(window)}`)
  return limited.length > 0 ? `${access} Rate limits: ${limited.join(', ')}.` : access
}

const isRefusal = ({ content }: ResponseObject): boolean => 'application/problem+json' in content

/** Headers of this answer alone. */
const ownHeaders = ({ headers }: ResponseObject): string =>
  Object.entries(headers)
    .flatMap(([name, header]) => ('description' in header ? [`- ${code(name)}: ${header.description}`] : []))
    .join('\n')

function answer([status, response]: [string, ResponseObject]): string {
  const [[type = '', content] = []] = Object.entries(response.content)
  const isJson = type === 'application/json'
  const text = isJson ? jsonText(content?.example) : String(content?.example)
  return [
    `**${status}** ${response.description}`,
    content ? fence(isJson ? 'json' : '', text) : '',
    meanings(content?.schema ?? {}),
    ownHeaders(response),
  ]
    .filter(Boolean)
    .join('\n\n')
}

const refusals = (responses: [string, ResponseObject][]): string =>
  responses
    .map(([status, { content }]) => {
      const codes = Object.keys(content['application/problem+json']?.examples ?? {})
      return `${status} ${codes.map(code).join(', ')}`
    })
    .join(' · ')

/** One method of one route: purpose, access, input, answers and refusals. */
export function operationMarkdown(method: string, path: string, operation: Operation): string {
  const responses = Object.entries(operation.responses)
  const refused = refusals(responses.filter(([, response]) => isRefusal(response)))
  return [
    `### ${method.toUpperCase()} ${path}`,
    `${operation.summary}.`,
    operation.description ?? '',
    conditions(operation),
    fence('sh', curl(method, path, operation)),
    ...input(operation),
    ...responses.filter(([, response]) => !isRefusal(response)).map(answer),
    refused && `**Refused**: ${refused}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}
