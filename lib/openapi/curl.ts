import type { Operation } from './operation'

/** How each kind of proof is given on a command line. */
const PROOFS: Record<string, string> = {
  session: '-b "auth-token=$SESSION"',
  cronSecret: '-H "Authorization: Bearer $CRON_SECRET"',
  metricsToken: '-H "Authorization: Bearer $METRICS_TOKEN"',
}

/** In single quotes a shell reads everything as it stands, but for the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const queryOf = ({ parameters = [] }: Operation): string =>
  parameters.map(({ name }, index) => `${index === 0 ? '?' : '&'}${name}=$${name.toUpperCase()}`).join('')

function bodyArguments({ requestBody }: Operation): string[] {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === undefined || content === undefined) return []
  const text = typeof content.example === 'string' ? content.example : JSON.stringify(content.example)
  return [`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(text)}`]
}

/** The operation as a command that can be copied. */
export function curl(method: string, path: string, operation: Operation): string {
  // Of several proofs any will do.
  const [scheme = {}] = operation.security
  const proofs = Object.keys(scheme).map((name) => PROOFS[name] ?? '')
  const start = `curl ${method === 'get' ? '' : '-X POST '}"$APP_URL${path}${queryOf(operation)}"`
  return [start, ...proofs, ...bodyArguments(operation)].join(' \\\n  ')
}
