import type { ApiCall } from '@/lib/http/api-call'
import { handOver } from '@/lib/http/form/hand-over'
import type { FormOutcome } from '@/lib/http/form/outcome'
import { pageRefusal } from '@/lib/http/refuse-page-request'
import { isLoadedAhead } from '@/lib/http/request/cross-site'
import { explainError } from '@/lib/http/response/explain-error'
import type { Failure } from '@/lib/kernel/result'
import { type Provider, providerOf } from '@/lib/provider/table'

/** Name under which the forms of the pages know how a way to a provider ended. */
const ACTION = '/auth/oidc'

/** Leads the browser on, under the configured origin: it is the only one that a provider knows. */
export const leadTo = ({ ctx }: ApiCall, path: string): Response =>
  new Response(null, { status: 303, headers: { Location: ctx.env.appUrl + path } })

const tell = (call: ApiCall, page: string, outcome: Pick<FormOutcome, 'answer' | 'refusal'>): Response =>
  handOver(call, leadTo(call, page), page.split('?', 1)[0] ?? '/', { ...outcome, action: ACTION, values: {} })

/** Leads to a page, which says what went wrong in one sentence of ours. */
export const leadBack = (call: ApiCall, page: string, refusal: Failure): Response =>
  tell(call, page, { refusal })

/** Leads to a page, which says what was done. */
export const leadOn = (call: ApiCall, page: string, answer: unknown): Response => tell(call, page, { answer })

type Step = (call: ApiCall, provider: Provider) => Promise<Response>

/**
 * Makes a handler that a person's own browser navigates to: refusals and failures are text for them. Nothing happens ahead of their
 * click, and only for what is configured.
 */
export const navigation = (step: Step) => async (call: ApiCall) => {
  const { headers } = call.request
  const provider = providerOf(call.ctx.env, call.params.provider ?? '')
  if (!provider) return pageRefusal(headers, 'not_found')
  if (isLoadedAhead(headers)) return pageRefusal(headers, 'cross_site_request')
  try {
    return await step(call, provider)
  } catch (error) {
    return pageRefusal(headers, explainError(call.ctx.log, error).code)
  }
}

/** A HEAD changes nothing. */
export const nothing = async () => new Response(null, { status: 204 })
