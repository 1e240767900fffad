import { endpoint } from '@/app/api/endpoint'
import { followDatabaseClock } from '@/lib/db/clock'
import { deliverDue } from '@/lib/email/send/worker'
import type { ApiCall } from '@/lib/http/api-call'
import { isBearer } from '@/lib/http/request/bearer'
import { json } from '@/lib/http/response/json'
import { SECOND } from '@/lib/kernel/clock'
import { fail, type Refused } from '@/lib/kernel/result'
import { tendCanary } from '@/lib/monitor/canary/tend'
import { cleanUpAndNote } from '@/lib/monitor/clean-up'

/** Milliseconds in which sending may start: hosts end a request after 30 seconds. */
const SENDING_BUDGET = 20 * SECOND

/** Refusal of a request without the secret. Where none is configured, the address does not exist. */
function refusal({ ctx, request }: Pick<ApiCall, 'ctx' | 'request'>): Refused | undefined {
  if (!ctx.env.cronSecret) return fail('not_found')
  const isAllowed = isBearer(request.headers, ctx.env.cronSecret)
  return isAllowed ? undefined : fail('unauthenticated')
}

/**
 * One round, answered when it is done: a host that freezes between requests would freeze it after the answer. A caller
 * that does not wait, and rounds beside each other, do no harm: what is worked on is claimed in the database.
 */
async function maintain(call: ApiCall): Promise<Response | Refused> {
  const refused = refusal(call)
  if (refused) return refused
  await followDatabaseClock(call.ctx)
  await tendCanary(call.ctx)
  const { sent, retried, dead, bounced } = await deliverDue(call.ctx, AbortSignal.timeout(SENDING_BUDGET))
  const cleaned = await cleanUpAndNote(call.ctx)
  await call.runtime.monitor.round()
  return json(200, { sent, retried, dead: dead + bounced, cleaned })
}

/**
 * `GET` or `POST /api/maintenance`, bearer `CRON_SECRET`: one round of what the worker does all the time, for hosts that
 * freeze between requests. POST is for clocks that send a body, which CloudFront refuses on a GET. HEAD does nothing.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/maintenance', {
  async HEAD(call) {
    return refusal(call) ?? new Response(null, { status: 200 })
  },
  GET: maintain,
  POST: maintain,
})
