import { withFields } from '../kernel/log'
import type { Failure } from '../kernel/result'
import type { Runtime } from '../runtime/runtime'
import { admitSession } from '../session/bind/admit'
import type { ActiveSession } from '../session/read'
import { millisecondsSince } from './request/duration'
import { negotiateLocale } from './request/negotiate-locale'
import { nextRequestId } from './request/request-id'
import { tracedRequest } from './request/traced-request'
import { visitorOf } from './request/visitor'
import type { Answer } from './response/answer'
import { explainError } from './response/explain-error'
import { problemAnswer } from './response/problem'

/** The headers of a request by their names in lower case, each joined to one text as `Headers` joins them. */
export type HeaderTexts = Record<string, string | string[] | undefined>

/**
 * A GET of the signed-in without a query, which our own server answers without the web's `Request`, `Headers` and `Response`:
 * they cost more than the answer. The route's handler for everything else makes the same answers by the same functions
 * (`tests/integration/http/direct.test.ts`). `path`: the route's, for the log.
 */
export type DirectRoute = { path: string; answer(session: ActiveSession): Answer }

type DirectRuntime = Pick<Runtime, 'ctx' | 'hasOwnFront'>
type DirectAnswer = { requestId: string; status: number; answer: Answer }

/** The answer to a GET of a direct route, and the request's id. */
export function answerDirectly(
  runtime: DirectRuntime,
  route: DirectRoute,
  headers: HeaderTexts,
): Promise<DirectAnswer> {
  return tracedRequest(
    { get: (name) => headerText(headers, name) },
    { method: 'GET', route: route.path },
    () => makeAnswer(runtime, route, headers),
  )
}

async function makeAnswer(
  runtime: DirectRuntime,
  { path, answer }: DirectRoute,
  headers: HeaderTexts,
): Promise<DirectAnswer> {
  const started = performance.now()
  const requestId = nextRequestId()
  const ctx = { ...runtime.ctx, log: withFields(runtime.ctx.log, { requestId }) }
  const made = await answerSession({ ...runtime, ctx }, headers, answer)
  const duration = millisecondsSince(started)
  ctx.log.info('request', { route: path, method: 'GET', status: made.status, duration })
  return { requestId, status: made.status, answer: made }
}

async function answerSession(
  runtime: DirectRuntime,
  headers: HeaderTexts,
  answer: DirectRoute['answer'],
): Promise<Answer> {
  try {
    const visitor = visitorOf(runtime, { get: (name) => headerText(headers, name) })
    const session = await admitSession(runtime.ctx, visitor)
    return session.ok ? answer(session.value) : refusal(headers, session.error)
  } catch (error) {
    return refusal(headers, explainError(runtime.ctx.log, error))
  }
}

const refusal = (headers: HeaderTexts, failure: Failure): Answer =>
  problemAnswer(failure, negotiateLocale({ get: (name) => headerText(headers, name) }))

function headerText(headers: HeaderTexts, name: string): string | null {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}
