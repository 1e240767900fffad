import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { API_ROUTES } from '../app/api/routes'
import type { RouteHandler } from '../lib/http/api-call'
import { PEER_HEADER } from '../lib/http/internal-headers'
import { isReading, pageRefusal, refusePageRequest } from '../lib/http/refuse-page-request'
import { HSTS } from '../lib/http/response/security-headers'
import { SECOND } from '../lib/kernel/clock'
import type { Env } from '../lib/kernel/env/env'
import type { Log } from '../lib/kernel/log'
import { isLoopback } from '../lib/kernel/loopback'
import { requestCounter } from '../lib/monitor/count/requests'
import { countAnswer } from './count-answer'
import { endAnswer } from './end-answer'
import { faultOfTarget } from './odd-request'
import { serveWithHandler } from './web-handler'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const TIMEOUTS = {
  /** A client that dribbles its headers or its body holds a connection no longer than this. */
  headersTimeout: 10 * SECOND,
  requestTimeout: 15 * SECOND,
  /** How often the two are looked at; Node.js' own 30 seconds would triple them. */
  connectionsCheckingInterval: SECOND,
  /** Longer than load balancers keep an idle connection (60 s), so that it is never us who closes it under a request. */
  keepAliveTimeout: 65 * SECOND,
}

type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
type FrontDeps = { env: Env; log: Log; renderPage: NodeHandler }

/**
 * The server in front of Next.js, in the same process. Only here can the client's address be known (Next.js lets a
 * client's own `X-Forwarded-For` replace it), time-outs be set and odd requests be refused; and only here is an API
 * request spared Next.js' route machinery, which costs more than the request itself.
 */
export function createFront(deps: FrontDeps): Server {
  const publicHost = new URL(deps.env.appUrl).host
  const counter = requestCounter()
  counter.hasFront = true
  const server = createServer(TIMEOUTS, (incoming, outgoing) => {
    // Once it stops, every answer is the last one on its connection.
    if (!server.listening) outgoing.shouldKeepAlive = false
    const served = serve(deps, publicHost, incoming, outgoing).catch((error) => {
      deps.log.error('request_failed', { error })
      if (!outgoing.headersSent) outgoing.statusCode = 500
      outgoing.end()
    })
    countAnswer(counter, outgoing, served)
  })
  // Nothing here speaks another protocol, and Next.js has forwarded upgrades where it should not have.
  server.on('upgrade', (_request, socket) => socket.destroy())
  return server
}

async function serve(
  { env, renderPage }: FrontDeps,
  publicHost: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (env.appUrl.startsWith('https:')) outgoing.setHeader(HSTS.key, HSTS.value)
  if (!METHODS.has(incoming.method ?? '')) return refuseMethod(incoming, outgoing)
  const status = faultOfTarget(incoming.url ?? '')
  if (status) return refuse(incoming, outgoing, status)
  if (isForeignHost(env, publicHost, incoming)) return refuse(incoming, outgoing, 421)
  // Replaces any value that the client sent under this name.
  incoming.headers[PEER_HEADER] = incoming.socket.remoteAddress ?? ''
  const handler = apiHandler(incoming)
  if (handler) return serveWithHandler(handler, incoming, outgoing, env.appUrl)
  // Next.js would read the body first, and can fail on it.
  if (!isReading(incoming.method) && !isApi(incoming))
    return serveWithHandler(refuseWriting(env), incoming, outgoing, env.appUrl)
  // The state of a page's router: Next.js answers 500 where it cannot read it, and writes the whole page without it.
  delete incoming.headers['next-router-state-tree']
  // Next.js makes addresses of these; only the configured one is ours.
  incoming.headers.host = publicHost
  delete incoming.headers['x-forwarded-host']
  return renderPage(incoming, outgoing)
}

/** Refuses a request of a page that is no reading. */
const refuseWriting =
  ({ appUrl }: Env): RouteHandler =>
  async (request) =>
    pageRefusal(
      request.headers,
      refusePageRequest(request, new URL(request.url).pathname, appUrl) ?? 'method_not_allowed',
    )

const isApi = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/api/')

function apiHandler({ url = '', method = '' }: IncomingMessage): RouteHandler | undefined {
  const path = url.split('?', 1)[0] ?? ''
  const routes: Record<string, Record<string, RouteHandler>> = API_ROUTES
  return Object.hasOwn(routes, path) ? routes[path]?.[method] : undefined
}

/** The local mailbox shows working links: a website whose name is made to point to this host must not read them. */
function isForeignHost(env: Env, publicHost: string, { headers }: IncomingMessage): boolean {
  if (env.email.transport !== 'mailbox') return false
  const asked = `http://${headers.host ?? ''}`
  return !URL.canParse(asked) || !(isLoopback(new URL(asked)) || new URL(asked).host === publicHost)
}

/** TRACE, PROPFIND and what else there is: Next.js would answer 500. (Node.js itself hangs up on CONNECT.) */
function refuseMethod(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.setHeader('Allow', [...METHODS].join(', '))
  refuse(incoming, outgoing, 405)
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, status: number): void {
  outgoing.statusCode = status
  outgoing.setHeader('Connection', 'close')
  endAnswer(incoming, outgoing)
}
