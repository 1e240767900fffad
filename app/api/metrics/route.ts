import { endpoint } from '@/app/api/endpoint'
import { withSecretOrOperator } from '@/lib/http/guard/secret'
import type { Env } from '@/lib/kernel/env/env'
import { readMetrics } from '@/lib/monitor/metrics/read'
import { FORMATS, formatFor, writeMetrics } from '@/lib/monitor/metrics/text'

const metricsToken = ({ monitoring }: Env) => monitoring.metricsToken

/** `GET /api/metrics`: the same figures for Prometheus, as its text format or as OpenMetrics. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/metrics', {
  GET: withSecretOrOperator(metricsToken, async (call) => {
    const format = formatFor(call.request.headers.get('accept'))
    const text = writeMetrics(await readMetrics(call.ctx), format)
    return new Response(text, { headers: { 'Content-Type': FORMATS[format], Vary: 'Accept' } })
  }),
})
