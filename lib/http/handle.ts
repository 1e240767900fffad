import type { ApiCall, ApiHandler } from './api-call'
import { formOrigin } from './form/origin'
import { explainError } from './response/explain-error'
import { problemResponse } from './response/problem'

/** The answer of a handler; its refusals and exceptions become problem documents. */
export async function handle(call: ApiCall, handler: ApiHandler): Promise<Response> {
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

/** The answer to a request that comes from another site, or whose origin is unknown. */
export function refuseCrossSite({ ctx, request, visitor }: ApiCall): Response {
  // A text browser does not say where it posts from; its page may only have been open for more than a day.
  const level = formOrigin(request.headers, ctx.env.appUrl) === 'unknown' ? 'info' : 'warn'
  ctx.log[level]('cross_site_refused')
  return problemResponse({ code: 'cross_site_request' }, visitor.locale)
}
