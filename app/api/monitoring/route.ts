import { endpoint } from '@/app/api/endpoint'
import { withOperator } from '@/lib/http/guard/operator'
import { json } from '@/lib/http/response/json'
import { parseInput } from '@/lib/kernel/parse-input'
import { readReport } from '@/lib/monitor/panel/read-report'
import { reportInput } from './input'

/** `GET /api/monitoring?span=24h`: everything the dashboard shows, for operators. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/monitoring', {
  GET: withOperator(async (call) => {
    const asked = parseInput(reportInput, { span: call.url.searchParams.get('span') ?? undefined })
    return asked.ok ? json(200, await readReport(call.ctx, asked.value.span)) : asked
  }),
})
