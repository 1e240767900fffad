import type { Context, Visitor } from '../kernel/context'
import { withFields } from '../kernel/log'
import { countBehindHost } from '../monitor/count/requests'
import type { Runtime } from '../runtime/runtime'
import type { ApiCall, RouteHandler } from './api-call'
import type { ApiHandlers, Route } from './api-route'
import type { FormPages } from './form/pages'
import { isForm } from './form/read-form'
import { answerForm } from './form/serve-form'
import { type GuardedHandler, type GuardName, noteGuards } from './guard/guarded'
import { handle, refuseCrossSite } from './handle'
import { isCrossSite } from './request/cross-site'
import { millisecondsSince } from './request/duration'
import { nextRequestId } from './request/request-id'
import { tracedRequest } from './request/traced-request'
import { visitorOf } from './request/visitor'
import { countedStatus } from './response/counted-status'
import { problemResponse } from './response/problem'
import { API_CACHE_CONTROL, apiHeaders } from './response/security-headers'
import { isPattern, matchPath } from './route-path'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]

/** Makes the handlers of one route, one for each method of HTTP. */
export type Endpoint = (
  path: string,
  handlers: ApiHandlers,
  pages?: FormPages,
) => Record<Method, RouteHandler>

/**
 * Makes endpoints that answer from a runtime, which is asked for at each request. Every request takes the same way:
 * method, cross-site check, guard and handler, then headers and a log line. A handler's exception becomes a problem document
 * that gives nothing away.
 *
 * An endpoint's `path` is the route's, for the log: never the request's own URL, which can carry a token. With `pages`
 * it takes a plain form too, and answers it with 303.
 */
export function endpointFor(runtimeOf: () => Runtime): Endpoint {
  return (path, handlers, pages) => {
    const allow = METHODS.filter((method) => handlerFor(handlers, method) || method === 'OPTIONS').join(', ')
    const route = { path, handlers, pages, allow }
    const serve: RouteHandler = (request) => serveRequest(runtimeOf(), route, request)
    noteGuards(serve, guardsOf(handlers))
    return Object.fromEntries(METHODS.map((method) => [method, serve])) as Record<Method, RouteHandler>
  }
}

const methodOf = ({ method }: Request): Method | 'OTHER' =>
  METHODS.find((known) => known === method) ?? 'OTHER'

const serveRequest = (runtime: Runtime, route: Route, request: Request): Promise<Response> =>
  tracedRequest(request.headers, { method: methodOf(request), route: route.path }, () =>
    answerRequest(runtime, route, request),
  )

async function answerRequest(runtime: Runtime, route: Route, request: Request): Promise<Response> {
  const started = performance.now()
  const requestId = nextRequestId()
  const ctx = { ...runtime.ctx, log: withFields(runtime.ctx.log, { requestId }) }
  const response = await answer({ ...runtime, ctx }, route, request)
  const status = countedStatus(response)
  addHeaders(response.headers, ctx, requestId)
  countBehindHost(status, performance.now() - started)
  ctx.log.info('request', {
    route: route.path,
    method: methodOf(request),
    status,
    duration: millisecondsSince(started),
  })
  return request.method === 'HEAD' ? new Response(null, response) : response
}

/** Guards of requests that no other site can make by itself, or that one has to; their proof is checked inside. */
const FROM_ANYWHERE = new Set<GuardName>(['provider', 'device_key', 'local_issuer'])

const guardsOf = (handlers: ApiHandlers): Record<string, GuardName> =>
  Object.fromEntries(Object.entries(handlers).map(([method, { guard }]) => [method, guard]))

/** HEAD runs GET and drops the body (RFC 9110 9.3.2), unless the route has its own: a GET that changes something. */
const handlerFor = (handlers: ApiHandlers, method: string): GuardedHandler | undefined =>
  method === 'GET' || method === 'POST' || method === 'PATCH' || method === 'DELETE'
    ? handlers[method]
    : method === 'HEAD'
      ? (handlers.HEAD ?? handlers.GET)
      : undefined

async function answer(runtime: Runtime, route: Route, request: Request): Promise<Response> {
  const { ctx } = runtime
  const { allow, pages } = route
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
  const visitor = visitorOf(runtime, request.headers, request.method)
  const call = callOf(runtime, route, request, visitor)
  if (pages && request.method === 'POST' && isForm(request.headers)) return answerForm(call, route, pages)
  const handler = handlerFor(route.handlers, request.method)
  if (!handler) return problemResponse({ code: 'method_not_allowed' }, visitor.locale, { Allow: allow })
  if (!FROM_ANYWHERE.has(handler.guard) && isCrossSite(request, ctx.env.appUrl)) return refuseCrossSite(call)
  return await handle(call, handler)
}

const callOf = (runtime: Runtime, { path }: Route, request: Request, visitor: Visitor): ApiCall => ({
  ctx: runtime.ctx,
  runtime,
  request,
  visitor,
  get url() {
    return new URL(request.url)
  },
  get params() {
    return isPattern(path) ? (matchPath(path, this.url.pathname) ?? {}) : {}
  },
})

function addHeaders(headers: Headers, { env }: Context, requestId: string): void {
  for (const { key, value } of apiHeaders(env)) if (!headers.has(key)) headers.set(key, value)
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', API_CACHE_CONTROL)
  headers.set('X-Request-Id', requestId)
}
