import type { Context, Visitor } from '../kernel/context'
import type { Refused } from '../kernel/result'
import type { Runtime } from '../runtime/runtime'
import type { FormFields } from './form/pages'
import type { PathParams } from './route-path'

/** One API request, as a handler sees it. `form`: the fields of a plain form, where it brought one. */
export type ApiCall = {
  ctx: Context
  runtime: Runtime
  request: Request
  readonly url: URL
  visitor: Visitor
  form?: FormFields
  /** Values of the segments in braces of the route's path, decoded; none are empty. */
  readonly params: PathParams
}

/** A handler's answer: a response, or the reason there is none. */
export type ApiHandler = (call: ApiCall) => Promise<Response | Refused>

/** A web-standard handler: the same function serves Next.js, our own server, and a test without any. */
export type RouteHandler = (request: Request) => Promise<Response>
