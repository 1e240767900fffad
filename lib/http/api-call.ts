import type { Context, Visitor } from '../kernel/context'
import type { Refused } from '../kernel/result'
import type { Runtime } from '../runtime/runtime'
import type { FormFields } from './form/pages'

/** One API request, as a handler sees it. `form`: the fields of a plain form, where it brought one. */
export type ApiCall = {
  ctx: Context
  runtime: Runtime
  request: Request
  readonly url: URL
  visitor: Visitor
  form?: FormFields
}

/** A handler's answer: a response, or the reason there is none. */
export type ApiHandler = (call: ApiCall) => Promise<Response | Refused>

/** The handlers of one route. `FORM` takes plain forms alone, where the route has no POST: JSON is refused there. */
export type ApiHandlers = Partial<Record<'GET' | 'HEAD' | 'POST' | 'FORM', ApiHandler>>

/** A web-standard handler: the same function serves Next.js, our own server, and a test without any. */
export type RouteHandler = (request: Request) => Promise<Response>
