import type { Operation } from './operation'
import type { Access } from './route-document'

/** Arguments of curl for each kind of proof. */
const PROOFS: Record<Access, string> = {
  session: '-b "auth-token=$SESSION"',
  operatorSession: '-b "auth-token=$SESSION"',
  cronSecret: '-H "Authorization: Bearer $CRON_SECRET"',
  metricsToken: '-H "Authorization: Bearer $METRICS_TOKEN"',
}

/** A shell takes everything in single quotes literally, except the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const queryOf = ({ parameters = [] }: Operation): string =>
  parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema: { default: usual = `$${name.toUpperCase()}` } }) => `${name}=${usual}`)
    .map((pair, index) => (index === 0 ? '?' : '&') + pair)
    .join('')

/** The path with the examples of its segments in braces. */
const pathOf = (path: string, { parameters = [] }: Operation): string =>
  parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((filled, { name, example = name }) => filled.replace(`{${name}}`, example), path)

/** The first of several proofs: any of them does. */
const proofOf = ({ security }: Operation): string[] =>
  security
    .flatMap((scheme) => Object.keys(scheme) as Access[])
    .slice(0, 1)
    .map((name) => PROOFS[name])

function bodyArguments({ requestBody }: Operation): string[] {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === undefined || content === undefined) return []
  const text = typeof content.example === 'string' ? content.example : JSON.stringify(content.example)
  return [`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(text)}`]
}

/** The operation as a command to copy. */
export function curl(method: string, path: string, operation: Operation): string {
  const verb = method === 'get' ? '' : `-X ${method.toUpperCase()} `
  const start = `curl ${verb}"$APP_URL${pathOf(path, operation)}${queryOf(operation)}"`
  return [start, ...proofOf(operation), ...bodyArguments(operation)].join(' \\\n  ')
}
