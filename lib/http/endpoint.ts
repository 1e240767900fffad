import type { Context, Visitor } from '../kernel/context'
import { countBehindHost } from '../monitor/count/requests'
import type { Runtime } from '../runtime/runtime'
import type { ApiCall, ApiHandler, ApiHandlers, RouteHandler } from './api-call'
import { inputFields, readOwnForm, redirectForm } from './form/answer-form'
import { formOrigin } from './form/origin'
import type { FormPages } from './form/pages'
import { isForm } from './form/read-form'
import { isCrossSite } from './request/cross-site'
import { nextRequestId } from './request/request-id'
import { visitorOf } from './request/visitor'
import { countAs, countedStatus } from './response/counted-status'
import { explainError } from './response/explain-error'
import { problemResponse } from './response/problem'
import { API_CONTENT_SECURITY_POLICY, HSTS, STATIC_HEADERS } from './response/security-headers'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]

type Route = { path: string; handlers: ApiHandlers; pages?: FormPages; allow: string }

/** Makes the handlers of one route, one for each method of HTTP. */
export type Endpoint = (
  path: string,
  handlers: ApiHandlers,
  pages?: FormPages,
) => Record<Method, RouteHandler>

/**
 * Makes endpoints that answer from a runtime, which is asked for at each request. Every request takes the same way:
 * method, cross-site check, handler, then headers and a log line. A handler's exception becomes a problem document
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
    return Object.fromEntries(METHODS.map((method) => [method, serve])) as Record<Method, RouteHandler>
  }
}

async function serveRequest(runtime: Runtime, route: Route, request: Request): Promise<Response> {
  const started = performance.now()
  const requestId = nextRequestId()
  const { ctx } = runtime
  const response = await answer(runtime, route, request)
  const status = countedStatus(response)
  addHeaders(response.headers, ctx, requestId)
  countBehindHost(status, performance.now() - started)
  ctx.log.info('request', {
    requestId,
    route: route.path,
    method: METHODS.find((method) => method === request.method) ?? 'OTHER',
    status,
    duration: Math.round((performance.now() - started) * 10) / 10,
  })
  return request.method === 'HEAD' ? new Response(null, response) : response
}

/** HEAD runs GET and drops the body (RFC 9110 9.3.2), unless the route has its own: a GET that changes something. */
const handlerFor = (handlers: ApiHandlers, method: string): ApiHandler | undefined =>
  method === 'GET' || method === 'POST'
    ? handlers[method]
    : method === 'HEAD'
      ? (handlers.HEAD ?? handlers.GET)
      : undefined

const takesForm = ({ FORM, POST }: ApiHandlers, { method, headers }: Request): ApiHandler | undefined =>
  method === 'POST' && isForm(headers) ? (FORM ?? POST) : undefined

async function answer(runtime: Runtime, route: Route, request: Request): Promise<Response> {
  const { ctx } = runtime
  const { allow, pages } = route
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
  const visitor = visitorOf(runtime, request.headers)
  const call = callOf(runtime, request, visitor)
  const formHandler = pages && takesForm(route.handlers, request)
  if (formHandler) return answerForm(call, route.path, pages, formHandler)
  const handler = handlerFor(route.handlers, request.method)
  if (!handler) return problemResponse({ code: 'method_not_allowed' }, visitor.locale, { Allow: allow })
  if (isCrossSite(request, ctx.env.appUrl)) return refuseCrossSite(call)
  return await handle(call, handler)
}

/** The same handler for a plain form; its answer becomes the way to a page. */
async function answerForm(
  call: ApiCall,
  action: string,
  pages: FormPages,
  handler: ApiHandler,
): Promise<Response> {
  const form = await readOwnForm(call)
  if (!form) return refuseCrossSite(call)
  const response = form.ok
    ? await handle(Object.assign(call, { form: inputFields(form.value) }), handler)
    : problemResponse(form.error, call.visitor.locale)
  const redirect = await redirectForm(call, action, pages, form.ok ? form.value : {}, response)
  return countAs(redirect, response.status)
}

function refuseCrossSite({ ctx, request, visitor }: ApiCall): Response {
  // A text browser does not say where it posts from; its page may only have been open for more than a day.
  const level = formOrigin(request.headers, ctx.env.appUrl) === 'unknown' ? 'info' : 'warn'
  ctx.log[level]('cross_site_refused')
  return problemResponse({ code: 'cross_site_request' }, visitor.locale)
}

async function handle(call: ApiCall, handler: ApiHandler): Promise<Response> {
  const { log } = call.ctx
  const { locale } = call.visitor
  try {
    const outcome = await handler(call)
    if (outcome instanceof Response) return outcome
    if (outcome.error.code === 'client_gone') log.info('client_gone')
    return problemResponse(outcome.error, locale)
  } catch (error) {
    return problemResponse(explainError(log, error), locale)
  }
}

const callOf = (runtime: Runtime, request: Request, visitor: Visitor): ApiCall => ({
  ctx: runtime.ctx,
  runtime,
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
