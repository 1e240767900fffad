import type { Context, Visitor } from '../kernel/context'
import type { Refused } from '../kernel/result'
import { countBehindHost } from '../monitor/count/requests'
import { runtime } from '../runtime/runtime'
import { isCrossSite } from './request/cross-site'
import { nextRequestId } from './request/request-id'
import { visitorOf } from './request/visitor'
import { explainError } from './response/explain-error'
import { problemResponse } from './response/problem'
import { API_CONTENT_SECURITY_POLICY, HSTS, STATIC_HEADERS } from './response/security-headers'

export { json } from './response/json'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]

/** One API request, as a handler sees it. */
export type ApiCall = { ctx: Context; request: Request; readonly url: URL; visitor: Visitor }

/** What a handler answers: a response, or the reason there is none. */
export type ApiHandler = (call: ApiCall) => Promise<Response | Refused>

/** The handlers of one route. */
export type ApiHandlers = Partial<Record<'GET' | 'HEAD' | 'POST', ApiHandler>>

/** A web-standard handler: the same function serves Next.js, our own server, and a test without any. */
export type RouteHandler = (request: Request) => Promise<Response>

/**
 * The handlers of one route, one for each method of HTTP. Every request takes the same way: method, cross-site check,
 * handler, then headers and a log line. What a handler throws becomes a problem document that gives nothing away.
 * @param route the route's path, for the log: never the request's own URL, which can carry a token
 */
export function endpoint(route: string, handlers: ApiHandlers): Record<Method, RouteHandler> {
  const allow = METHODS.filter((method) => handlerFor(handlers, method) || method === 'OPTIONS').join(', ')
  const serve: RouteHandler = async (request) => {
    const started = performance.now()
    const requestId = nextRequestId()
    const { ctx } = runtime()
    const response = await answer(ctx, request, handlers, allow)
    addHeaders(response.headers, ctx, requestId)
    countBehindHost(response.status, performance.now() - started)
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
const handlerFor = (handlers: ApiHandlers, method: string): ApiHandler | undefined =>
  method === 'GET' || method === 'POST'
    ? handlers[method]
    : method === 'HEAD'
      ? (handlers.HEAD ?? handlers.GET)
      : undefined

async function answer(
  ctx: Context,
  request: Request,
  handlers: ApiHandlers,
  allow: string,
): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
  const visitor = visitorOf(ctx, request.headers)
  const handler = handlerFor(handlers, request.method)
  if (!handler) return problemResponse({ code: 'method_not_allowed' }, visitor.locale, { Allow: allow })
  if (isCrossSite(request, ctx.env.appUrl)) {
    ctx.log.warn('cross_site_refused')
    return problemResponse({ code: 'cross_site_request' }, visitor.locale)
  }
  try {
    const outcome = await handler(callOf(ctx, request, visitor))
    if (outcome instanceof Response) return outcome
    if (outcome.error.code === 'client_gone') ctx.log.info('client_gone')
    return problemResponse(outcome.error, visitor.locale)
  } catch (error) {
    return problemResponse(explainError(ctx.log, error), visitor.locale)
  }
}

const callOf = (ctx: Context, request: Request, visitor: Visitor): ApiCall => ({
  ctx,
  request,
  visitor,
  get url() {
    return new URL(request.url)
  },
})

function addHeaders(headers: Headers, ctx: Context, requestId: string): void {
  for (const { key, value } of STATIC_HEADERS) headers.set(key, value)
  if (ctx.env.appUrl.startsWith('https:')) headers.set(HSTS.key, HSTS.value)
  headers.set('Content-Security-Policy', API_CONTENT_SECURITY_POLICY)
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  headers.set('X-Request-Id', requestId)
}
