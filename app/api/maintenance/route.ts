import { endpoint } from '@/app/api/endpoint'
import { followDatabaseClock } from '@/lib/db/clock'
import { deliverDue } from '@/lib/email/send/worker'
import { withSecret } from '@/lib/http/guard/secret'
import { json } from '@/lib/http/response/json'
import { SECOND } from '@/lib/kernel/clock'
import type { Env } from '@/lib/kernel/env/env'
import { tendCanary } from '@/lib/monitor/canary/tend'
import { cleanUpAndNote } from '@/lib/monitor/clean-up'
import { deliverEventsDue } from '@/lib/webhook/send/worker'

/** Milliseconds in which sending may start: hosts end a request after 30 seconds. */
const SENDING_BUDGET = 20 * SECOND

const cronSecret = ({ cronSecret }: Env) => cronSecret

/**
 * One round, answered when it is done: a host that freezes between requests would freeze it after the answer. A caller
 * that does not wait, and rounds beside each other, do no harm: what is worked on is claimed in the database.
 */
const maintain = withSecret(cronSecret, async (call) => {
  await followDatabaseClock(call.ctx)
  await tendCanary(call.ctx)
  const budget = AbortSignal.timeout(SENDING_BUDGET)
  const [{ sent, retried, dead, bounced }, events] = await Promise.all([
    deliverDue(call.ctx, budget),
    deliverEventsDue(call.ctx, budget),
  ])
  const cleaned = await cleanUpAndNote(call.ctx)
  await call.runtime.monitor.round()
  return json(200, {
    sent,
    retried,
    dead: dead + bounced,
    events: { sent: events.sent, retried: events.retried, dead: events.dead },
    cleaned,
  })
})

/**
 * `GET` or `POST /api/maintenance`, bearer `CRON_SECRET`: one round of what the worker does all the time, for hosts that
 * freeze between requests. POST is for clocks that send a body, which CloudFront refuses on a GET. HEAD does nothing.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/maintenance', {
  HEAD: withSecret(cronSecret, async () => new Response(null, { status: 200 })),
  GET: maintain,
  POST: maintain,
})
