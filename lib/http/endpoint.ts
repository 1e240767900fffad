import type { Context, Visitor } from '../context'
import type { Refused } from '../result'
import { runtime } from '../runtime'
import { type Answer, empty, toResponse } from './answer'
import type { ApiRequest } from './api-request'
import { isCrossSite } from './cross-site'
import { explainError } from './explain-error'
import { problemAnswer } from './problem'
import { nextRequestId } from './request-id'
import { API_CONTENT_SECURITY_POLICY, HSTS, STATIC_HEADERS } from './security-headers'
import { visitorOf } from './visitor'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]

/** One API request, as a handler sees it. */
export type ApiCall = { ctx: Context; request: ApiRequest; readonly url: URL; visitor: Visitor }

/** What a handler answers: an answer, or the reason there is none. */
export type ApiHandler = (call: ApiCall) => Promise<Answer | Refused>

/** The handlers of one route. */
export type ApiHandlers = Partial<Record<'GET' | 'HEAD' | 'POST', ApiHandler>>

/** A web-standard handler, for Next.js and for a test without a server. */
export type RouteHandler = {
  (request: Request): Promise<Response>
  /** The same without `Request` and `Response`, which cost more than a session check itself. */
  answer(request: ApiRequest): Promise<Answer>
}

/**
 * The handlers of one route, one for each method of HTTP. Every request takes the same way: method, cross-site check,
 * handler, then headers and a log line. What a handler throws becomes a problem document that gives nothing away.
 * @param route the route's path, for the log: never the request's own URL, which can carry a token
 */
export function endpoint(route: string, handlers: ApiHandlers): Record<Method, RouteHandler> {
  const allow = METHODS.filter((method) => handlerFor(handlers, method) || method === 'OPTIONS').join(', ')
  const serve = async (request: ApiRequest): Promise<Answer> => {
    const started = performance.now()
    const requestId = nextRequestId()
    const { ctx } = runtime()
    const { status, headers, body } = await answer(ctx, request, handlers, allow)
    ctx.log.info('request', {
      requestId,
      route,
      method: METHODS.find((method) => method === request.method) ?? 'OTHER',
      status,
      duration: Math.round((performance.now() - started) * 10) / 10,
    })
    return {
      status,
      headers: { ...headers, ...API_HEADERS, ...secureHeaders(ctx), 'X-Request-Id': requestId },
      body: request.method === 'HEAD' ? null : body,
    }
  }
  const handler: RouteHandler = Object.assign(async (request: Request) => toResponse(await serve(request)), {
    answer: serve,
  })
  return Object.fromEntries(METHODS.map((method) => [method, handler])) as Record<Method, RouteHandler>
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
  request: ApiRequest,
  handlers: ApiHandlers,
  allow: string,
): Promise<Answer> {
  if (request.method === 'OPTIONS') return empty(204, { Allow: allow })
  const visitor = visitorOf(ctx, request.headers)
  const handler = handlerFor(handlers, request.method)
  if (!handler) return problemAnswer({ code: 'method_not_allowed' }, visitor.locale, { Allow: allow })
  if (isCrossSite(request, ctx.env.appUrl)) {
    ctx.log.warn('cross_site_refused')
    return problemAnswer({ code: 'cross_site_request' }, visitor.locale)
  }
  try {
    const outcome = await handler(callOf(ctx, request, visitor))
    if ('status' in outcome) return outcome
    if (outcome.error.code === 'client_gone') ctx.log.info('client_gone')
    return problemAnswer(outcome.error, visitor.locale)
  } catch (error) {
    return problemAnswer(explainError(ctx, error), visitor.locale)
  }
}

const callOf = (ctx: Context, request: ApiRequest, visitor: Visitor): ApiCall => ({
  ctx,
  request,
  visitor,
  get url() {
    return new URL(request.url)
  },
})

const API_HEADERS = {
  ...Object.fromEntries(STATIC_HEADERS.map(({ key, value }) => [key, value])),
  'Content-Security-Policy': API_CONTENT_SECURITY_POLICY,
  'Cache-Control': 'no-store',
}

const secureHeaders = ({ env }: Context): Record<string, string> =>
  env.appUrl.startsWith('https:') ? { [HSTS.key]: HSTS.value } : {}
