import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { API_ROUTES } from '../app/api/routes'
import { WEB_ROUTES } from '../app/api/web-routes'
import type { RouteHandler } from '../lib/http/api-call'
import type { DirectRoute } from '../lib/http/direct'
import { PEER_HEADER } from '../lib/http/internal-headers'
import { isReading, pageRefusal, refusePageRequest } from '../lib/http/refuse-page-request'
import { routeFinder } from '../lib/http/route-path'
import { SECOND } from '../lib/kernel/clock'
import type { Env } from '../lib/kernel/env/env'
import type { Log } from '../lib/kernel/log'
import { requestCounter } from '../lib/monitor/count/requests'
import { countAnswer } from './count-answer'
import { createDirectFront, type DirectFront } from './direct-front'
import { withPageStatus } from './page-status'
import { isApi, openNoOtherProtocol, screen } from './screen'
import { serveWithHandler } from './web-handler'

const TIMEOUTS = {
  /** A client that dribbles its headers or its body holds a connection no longer than this. */
  headersTimeout: 10 * SECOND,
  requestTimeout: 15 * SECOND,
  /** How often the two are looked at; Node.js' own 30 seconds would triple them. */
  connectionsCheckingInterval: SECOND,
  /** Longer than load balancers keep an idle connection (60 s), so that it is never us who closes it under a request. */
  keepAliveTimeout: 65 * SECOND,
}

export type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
/** `directRoutes`: others than the platform's. */
type FrontDeps = { env: Env; log: Log; renderPage: NodeHandler; directRoutes?: DirectRoute[] }

/**
 * The server in front of Next.js, in the same process. Only here can the client's address be known (Next.js lets a
 * client's own `X-Forwarded-For` replace it), time-outs be set and odd requests be refused; and only here is an API
 * request spared Next.js' route machinery, which costs more than the request itself.
 */
export function createFront(deps: FrontDeps): Server {
  const counter = requestCounter()
  const parts = { ...deps, direct: createDirectFront(deps.env, deps.directRoutes) }
  counter.hasFront = true
  const server = createServer(TIMEOUTS, (incoming, outgoing) => {
    // Once it stops, every answer is the last one on its connection.
    if (!server.listening) outgoing.shouldKeepAlive = false
    const served = serve(parts, incoming, outgoing).catch((error) => {
      deps.log.error('request_failed', { error })
      if (!outgoing.headersSent) outgoing.statusCode = 500
      outgoing.end()
    })
    countAnswer(counter, outgoing, served)
  })
  openNoOtherProtocol(server)
  return server
}

async function serve(
  { env, log, renderPage, direct }: FrontDeps & { direct: DirectFront },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (screen(env, incoming, outgoing)) return
  // Replaces any value that the client sent under this name.
  incoming.headers[PEER_HEADER] = incoming.socket.remoteAddress ?? ''
  const directRoute = direct.routeOf(incoming)
  if (directRoute) return direct.serve(directRoute, incoming, outgoing)
  const handler = apiHandler(incoming)
  if (handler) return serveWithHandler(handler, incoming, outgoing, env.appUrl)
  // Next.js would read the body first, and can fail on it.
  if (!isReading(incoming.method) && !isApi(incoming))
    return serveWithHandler(refuseWriting(env), incoming, outgoing, env.appUrl)
  return withPageStatus(log, { incoming, outgoing }, () => renderPage(incoming, outgoing))
}

/** Refuses a request of a page that is no reading. */
const refuseWriting =
  ({ appUrl }: Env): RouteHandler =>
  async (request) =>
    pageRefusal(
      request.headers,
      refusePageRequest(request, new URL(request.url).pathname, appUrl) ?? 'method_not_allowed',
    )

const findRoute = routeFinder<Record<string, RouteHandler>>({ ...API_ROUTES, ...WEB_ROUTES })

function apiHandler({ url = '', method = '' }: IncomingMessage): RouteHandler | undefined {
  return findRoute(url.split('?', 1)[0] ?? '')?.[method]
}
