import { endpoint, json } from '@/lib/http/endpoint'
import { requireOperatorCall } from '@/lib/http/operator-guard'
import { readReport } from '@/lib/monitoring/read-report'
import { SPANS } from '@/lib/monitoring/report'
import { fail } from '@/lib/result'

/** `GET /api/monitoring?span=24h`: everything the dashboard shows, for operators. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/monitoring', {
  async GET(call) {
    const operator = await requireOperatorCall(call)
    if (!operator.ok) return operator
    const asked = call.url.searchParams.get('span') ?? '24h'
    const span = SPANS.find((known) => known === asked)
    return span ? json(200, await readReport(call.ctx, span)) : fail('invalid_input')
  },
})
