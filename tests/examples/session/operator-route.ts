import { endpoint } from '@/app/api/endpoint'
import { withOperator } from '@/lib/http/guard/operator'
import { json } from '@/lib/http/response/json'
import { countStudios } from './studios'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/monitoring/studios', {
  // 401 `unauthenticated`, or 403 `forbidden` to a member
  GET: withOperator(async () => json(200, { studios: await countStudios() })),
})
