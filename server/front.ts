import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { API_ROUTES } from '../app/api/routes'
import { SECOND } from '../lib/clock'
import type { Env } from '../lib/env'
import type { RouteHandler } from '../lib/http/endpoint'
import { PEER_HEADER } from '../lib/http/internal-headers'
import { HSTS } from '../lib/http/security-headers'
import type { Log } from '../lib/log'
import { isLoopback } from '../lib/loopback'
import { serveWithHandler } from './web-handler'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** A client that dribbles its headers or its body holds a connection no longer than this. */
const HEADERS_TIMEOUT = 10 * SECOND
const REQUEST_TIMEOUT = 15 * SECOND
/** Longer than load balancers keep an idle connection (60 s), so that it is never us who closes it under a request. */
const KEEP_ALIVE_TIMEOUT = 65 * SECOND

type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

/**
 * The server in front of Next.js, in the same process. Only here can the client's address be known (Next.js lets a
 * client's own `X-Forwarded-For` replace it), time-outs be set and odd methods be refused; and only here is an API
 * request spared Next.js' route machinery, which costs more than the request itself.
 */
export function createFront(deps: { env: Env; log: Log; renderPage: NodeHandler }): Server {
  const server = createServer({ connectionsCheckingInterval: SECOND }, (incoming, outgoing) => {
    // Once it stops, every answer is the last one on its connection.
    if (!server.listening) outgoing.shouldKeepAlive = false
    serve(deps, incoming, outgoing).catch((error) => {
      deps.log.error('request_failed', { error })
      if (!outgoing.headersSent) outgoing.statusCode = 500
      outgoing.end()
    })
  })
  server.headersTimeout = HEADERS_TIMEOUT
  server.requestTimeout = REQUEST_TIMEOUT
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT
  // Nothing here speaks another protocol, and Next.js has forwarded upgrades where it should not have.
  server.on('upgrade', (_request, socket) => socket.destroy())
  return server
}

async function serve(
  { env, renderPage }: Parameters<typeof createFront>[0],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (env.appUrl.startsWith('https:')) outgoing.setHeader(HSTS.key, HSTS.value)
  if (!METHODS.has(incoming.method ?? '')) return refuse(outgoing, 405)
  if (!isPlainTarget(incoming.url ?? '')) return refuse(outgoing, 400)
  if (isForeignHost(env, incoming)) return refuse(outgoing, 421)
  // Next.js compares a form's Origin with the host it was asked under, and a proxy in front may have changed that.
  incoming.headers.host = new URL(env.appUrl).host
  delete incoming.headers['x-forwarded-host']
  // Whatever a client sent under this name is replaced.
  incoming.headers[PEER_HEADER] = incoming.socket.remoteAddress ?? ''
  const handler = apiHandler(incoming)
  if (handler) return serveWithHandler(handler, incoming, outgoing, env.appUrl)
  return renderPage(incoming, outgoing)
}

function apiHandler({ url = '', method = '' }: IncomingMessage): RouteHandler | undefined {
  const path = url.split('?', 1)[0] ?? ''
  const routes: Record<string, Record<string, RouteHandler>> = API_ROUTES
  return Object.hasOwn(routes, path) ? routes[path]?.[method] : undefined
}

/** A path that decodes. Next.js answers 500 to others, and follows `GET http://elsewhere/` to elsewhere. */
function isPlainTarget(target: string): boolean {
  if (!target.startsWith('/')) return false
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** The local mailbox shows working links: a website that has its name point to this host must not read them. */
function isForeignHost(env: Env, { headers }: IncomingMessage): boolean {
  if (env.email.transport !== 'mailbox') return false
  const asked = `http://${headers.host ?? ''}`
  return (
    !URL.canParse(asked) || !(isLoopback(new URL(asked)) || new URL(asked).host === new URL(env.appUrl).host)
  )
}

/** Without a word: whoever asks like this is no person's browser. TRACE and unknown methods come here too. */
function refuse(outgoing: ServerResponse, status: 400 | 405 | 421): void {
  outgoing.writeHead(status, { Allow: [...METHODS].join(', '), Connection: 'close' }).end()
}
