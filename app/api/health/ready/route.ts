import { endpoint, json } from '@/lib/http/endpoint'
import { readReadiness } from '@/lib/monitor/ready'
import { runtime } from '@/lib/runtime/runtime'

/** `GET /api/health/ready`: whether requests may be sent to this process, and which part is missing, for load balancers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/health/ready', {
  async GET({ ctx }) {
    const { ready, parts } = await readReadiness(ctx, runtime().workerTurnAt())
    return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not_ready', parts })
  },
})
