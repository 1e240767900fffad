import { endpoint } from '@/app/api/endpoint'
import { anyone } from '@/lib/http/guard/open'
import { json } from '@/lib/http/response/json'
import { readReadiness } from '@/lib/monitor/ready'

/** `GET /api/health/ready`: whether requests may be sent to this process, and which part is missing, for load balancers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/health/ready', {
  GET: anyone(async ({ ctx, runtime }) => {
    const { ready, parts } = await readReadiness(ctx, runtime.workerTurnAt())
    return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not_ready', parts })
  }),
})
