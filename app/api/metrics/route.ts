import { endpoint } from '@/app/api/endpoint'
import type { ApiCall } from '@/lib/http/api-call'
import { requireOperatorCall } from '@/lib/http/operator-guard'
import { isBearer } from '@/lib/http/request/bearer'
import { fail, ok, type RefusalOf, type Result } from '@/lib/kernel/result'
import { readMetrics } from '@/lib/monitor/metrics/read'
import { FORMATS, formatFor, writeMetrics } from '@/lib/monitor/metrics/text'

/** Accepts the configured secret, else an operator's session. With a wrong secret the cookie is ignored. */
async function authorize(call: ApiCall): Promise<Result<unknown, RefusalOf<typeof requireOperatorCall>>> {
  const { metricsToken } = call.ctx.env.monitoring
  if (!call.request.headers.has('authorization')) return requireOperatorCall(call)
  return metricsToken && isBearer(call.request.headers, metricsToken) ? ok(null) : fail('unauthenticated')
}

/** `GET /api/metrics`: the same figures for Prometheus, as its text format or as OpenMetrics. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/metrics', {
  async GET(call) {
    const authorized = await authorize(call)
    if (!authorized.ok) return authorized
    const format = formatFor(call.request.headers.get('accept'))
    const text = writeMetrics(await readMetrics(call.ctx), format)
    return new Response(text, { headers: { 'Content-Type': FORMATS[format], Vary: 'Accept' } })
  },
})
