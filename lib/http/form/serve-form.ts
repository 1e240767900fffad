import type { ApiCall, ApiHandler } from '../api-call'
import type { ApiHandlers, Route } from '../api-route'
import { handle, refuseCrossSite } from '../handle'
import { countAs } from '../response/counted-status'
import { problemResponse } from '../response/problem'
import { isPattern } from '../route-path'
import { inputFields, readOwnForm, redirectForm } from './answer-form'
import { formMethod } from './method'
import type { FormFields, FormPages } from './pages'

/** The handler of a plain form, which is always posted. */
function handlerOfForm(handlers: ApiHandlers, fields: FormFields): ApiHandler | undefined {
  const method = formMethod(fields.method)
  return method === 'POST' ? (handlers.FORM ?? handlers.POST) : handlers[method]
}

/** Answers a plain form with the handler that takes the JSON, too; the answer becomes the way to a page. */
export async function answerForm(call: ApiCall, route: Route, pages: FormPages): Promise<Response> {
  const form = await readOwnForm(call)
  if (!form) return refuseCrossSite(call)
  const fields = form.ok ? form.value : {}
  const response = form.ok
    ? await handleForm(call, route, fields)
    : problemResponse(form.error, call.visitor.locale)
  if (response.status === 405) return response
  const action = isPattern(route.path) ? call.url.pathname : route.path
  return countAs(await redirectForm(call, action, pages, fields, response), response.status)
}

async function handleForm(call: ApiCall, { allow, handlers }: Route, fields: FormFields): Promise<Response> {
  const handler = handlerOfForm(handlers, fields)
  return handler
    ? handle(Object.assign(call, { form: inputFields(fields) }), handler)
    : problemResponse({ code: 'method_not_allowed' }, call.visitor.locale, { Allow: allow })
}
