import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import os from 'node:os'
import { exampleFor, type Nginx } from './nginx'

type Rules = {
  upstream: URL
  headers: [string, string][]
  /** Bytes; for the addresses with a limit of their own, by path. */
  maxBody: number
  maxBodies: Map<string, number>
  /** Whether a request that the app did not answer is quoted in the log of errors. */
  quotes: boolean
}

/** Understood here, or of no effect on what a test of one request at a time can see. Another one is an error. */
const KNOWN = new Set(
  `upstream server keepalive keepalive_timeout log_format listen server_name access_log error_log return server_tokens
  client_max_body_size client_header_timeout client_body_timeout send_timeout location proxy_pass
  proxy_http_version proxy_set_header proxy_connect_timeout proxy_read_timeout proxy_next_upstream
  proxy_buffering`.split(/\s+/),
)

const directivesOf = (config: string): string[][] =>
  config
    .replaceAll(/^\s*#.*$/gm, '')
    .split(/[;{}]/)
    .map((directive) => directive.trim().split(/\s+/))
    .filter(([name]) => name !== '')

/** Levels of which nginx writes no line about a request. */
const SILENT = 'emerg'

const bytesOf = (size: string): number =>
  Number.parseInt(size, 10) * (size.endsWith('k') ? 1024 : 1024 * 1024)

/** `location = PATH { client_max_body_size SIZE; … }` */
const ownLimits = (config: string): Map<string, number> =>
  new Map(
    [...config.matchAll(/location = (\S+) \{[^}]*client_max_body_size (\w+);/g)].map(
      ([, path = '', size = '']) => [path, bytesOf(size)],
    ),
  )

function rulesOf(config: string): Rules {
  const directives = directivesOf(config)
  const unknown = directives.map(([name = '']) => name).filter((name) => !KNOWN.has(name))
  if (unknown.length > 0) throw new Error(`deploy/nginx.conf: ${unknown} is unknown to the stand-in`)
  const values = (name: string) => directives.filter(([first]) => first === name)
  const upstream = values('server').find(([, address]) => address !== undefined)?.[1]
  const [, size = '1m'] = values('client_max_body_size')[0] ?? []
  return {
    upstream: new URL(`http://${upstream}`),
    headers: values('proxy_set_header').map(([, name = '', value = '']) => [name.toLowerCase(), value]),
    maxBody: bytesOf(size),
    maxBodies: ownLimits(config),
    quotes: values('error_log').at(-1)?.[2] !== SILENT,
  }
}

/** The variables of nginx that the example uses. */
function expand(value: string, { headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for']
  const variables: Record<string, string> = {
    '""': '',
    $host: (headers.host ?? '').replace(/:\d+$/, ''),
    $scheme: 'http',
    $proxy_add_x_forwarded_for: [forwarded, socket.remoteAddress].filter(Boolean).join(', '),
  }
  const expanded = variables[value]
  if (expanded === undefined) throw new Error(`deploy/nginx.conf: ${value} is unknown to the stand-in`)
  return expanded
}

function forward(
  rules: Rules,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  complain: (line: string) => void,
): void {
  const maxBody = rules.maxBodies.get(incoming.url ?? '') ?? rules.maxBody
  if (Number(incoming.headers['content-length'] ?? 0) > maxBody) {
    outgoing.writeHead(413, { connection: 'close' }).end('<h1>413 Request Entity Too Large</h1>')
    return
  }
  const set = rules.headers.map(([name, value]) => [name, expand(value, incoming)] as const)
  const kept = set.filter(([, value]) => value !== '')
  const emptied = new Set(set.filter(([, value]) => value === '').map(([name]) => name))
  const passed = Object.entries(incoming.headers).filter(([name]) => !emptied.has(name))
  const onward = request(new URL(incoming.url ?? '/', rules.upstream), {
    method: incoming.method,
    headers: { ...Object.fromEntries(passed), ...Object.fromEntries(kept) },
  })
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(outgoing)
  })
  onward.on('error', () => {
    if (rules.quotes) complain(`[error] connect() failed, request: "${incoming.method} ${incoming.url}"`)
    outgoing.writeHead(502).end()
  })
  incoming.pipe(onward)
}

/**
 * In the place of nginx, on a machine without one: a proxy that does what the example's directives say. Its log is what
 * their format would hold.
 */
export async function startStandIn(port: number, appPort: number): Promise<Nginx> {
  const config = exampleFor(port, appPort, os.tmpdir())
  const rules = rulesOf(config)
  const [, format = ''] = /log_format \S+ '([^']*)'/.exec(config) ?? []
  const lines: string[] = []
  const errors: string[] = []
  const server = createServer((incoming, outgoing) => {
    const { url = '', method = '' } = incoming
    const [uri = ''] = url.split('?')
    lines.push(
      format
        .replaceAll('$request_method', method)
        .replaceAll('$uri', uri)
        .replaceAll(/\$(request|args|request_uri)\b/g, url),
    )
    forward(rules, incoming, outgoing, (line) => void errors.push(line))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${port}`,
    log: () => lines.join('\n'),
    errors: () => errors.join('\n'),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
