import { randomBytes } from 'node:crypto'
import { TooBusyError } from '../auth/hash-gate'
import type { Context, Visitor } from '../context'
import { isUnavailable } from '../db/client'
import type { Failure, Result } from '../result'
import { runtime } from '../runtime'
import { clientNetwork } from './client-network'
import { readCookie, SESSION_COOKIE } from './cookies'
import { isCrossSite } from './cross-site'
import { negotiateLocale } from './negotiate-locale'
import { problemResponse } from './problem'
import { API_CONTENT_SECURITY_POLICY, HSTS, STATIC_HEADERS } from './security-headers'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]

/** One API request, as a handler sees it. */
export type ApiCall = { ctx: Context; request: Request; url: URL; visitor: Visitor }

/** What a handler answers: a response, or the reason there is none. */
export type ApiHandler = (call: ApiCall) => Promise<Response | Result<never>>

/** A web-standard handler: the same function serves Next.js, our own server, and a test without any. */
export type RouteHandler = (request: Request) => Promise<Response>

/** Seconds after which a client may try again when the database is away. */
const UNAVAILABLE_RETRY_AFTER = 5

/** A JSON answer. */
export const json = (status: number, body: unknown, headers: HeadersInit = {}): Response => {
  const response = new Response(JSON.stringify(body), { status, headers })
  response.headers.set('Content-Type', 'application/json')
  return response
}

/**
 * The handlers of one route, one for each method of HTTP. Every request takes the same way: method, cross-site check,
 * handler, then headers and a log line. What a handler throws becomes a problem document that gives nothing away.
 * @param route the route's path, for the log: never the request's own URL, which can carry a token
 */
export function endpoint(
  route: string,
  handlers: Partial<Record<'GET' | 'HEAD' | 'POST', ApiHandler>>,
): Record<Method, RouteHandler> {
  const allow = METHODS.filter((method) => handlerFor(handlers, method) || method === 'OPTIONS').join(', ')
  const serve: RouteHandler = async (request) => {
    const started = performance.now()
    const requestId = randomBytes(8).toString('hex')
    const { ctx } = runtime()
    const response = await answer(ctx, request, handlers, allow)
    addHeaders(response, ctx, requestId)
    ctx.log.info('request', {
      requestId,
      route,
      method: METHODS.find((method) => method === request.method) ?? 'OTHER',
      status: response.status,
      duration: Math.round((performance.now() - started) * 10) / 10,
    })
    return request.method === 'HEAD' ? new Response(null, response) : response
  }
  return Object.fromEntries(METHODS.map((method) => [method, serve])) as Record<Method, RouteHandler>
}

/** HEAD runs GET and drops the body (RFC 9110 9.3.2), unless the route has its own: a GET that changes something. */
const handlerFor = (handlers: Parameters<typeof endpoint>[1], method: string): ApiHandler | undefined =>
  method === 'GET' || method === 'POST'
    ? handlers[method]
    : method === 'HEAD'
      ? (handlers.HEAD ?? handlers.GET)
      : undefined

async function answer(
  ctx: Context,
  request: Request,
  handlers: Parameters<typeof endpoint>[1],
  allow: string,
): Promise<Response> {
  const visitor = visitorOf(ctx, request)
  const refuse = (failure: Failure, headers?: HeadersInit) =>
    problemResponse(failure, visitor.locale, headers)
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
  const handler = handlerFor(handlers, request.method)
  if (!handler) return refuse({ code: 'method_not_allowed' }, { Allow: allow })
  if (isCrossSite(request, ctx.env.appUrl)) {
    ctx.log.warn('cross_site_refused')
    return refuse({ code: 'cross_site_request' })
  }
  try {
    const outcome = await handler({ ctx, request, visitor, url: new URL(request.url) })
    return outcome instanceof Response
      ? outcome
      : outcome.ok
        ? refuse({ code: 'internal' })
        : refuse(outcome.error)
  } catch (error) {
    return refuse(explain(ctx, error))
  }
}

/** What may be said of an exception. Its cause goes to the log. */
function explain(ctx: Context, error: unknown): Failure {
  if (error instanceof TooBusyError) return { code: 'too_busy', retryAfter: error.retryAfter }
  if (isUnavailable(error)) {
    ctx.log.error('database_unavailable', { error })
    return { code: 'unavailable', retryAfter: UNAVAILABLE_RETRY_AFTER }
  }
  ctx.log.error('unexpected_error', { error })
  return { code: 'internal' }
}

/** Who is asking, read from the headers alone. */
export const visitorOf = (ctx: Pick<Context, 'env'>, { headers }: { headers: Headers }): Visitor => ({
  network: clientNetwork(headers, ctx.env.trustedProxyHops, runtime().hasOwnFront),
  locale: negotiateLocale(headers),
  jwt: readCookie(headers.get('cookie'), SESSION_COOKIE),
})

function addHeaders(response: Response, ctx: Context, requestId: string): void {
  const { headers } = response
  for (const { key, value } of STATIC_HEADERS) headers.set(key, value)
  if (ctx.env.appUrl.startsWith('https:')) headers.set(HSTS.key, HSTS.value)
  headers.set('Content-Security-Policy', API_CONTENT_SECURITY_POLICY)
  headers.set('Cache-Control', 'no-store')
  headers.set('X-Request-Id', requestId)
}
