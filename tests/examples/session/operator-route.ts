import { endpoint, json } from '@/lib/http/endpoint'
import { requireOperatorCall } from '@/lib/http/operator-guard'
import { countStudios } from './studios'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/monitoring/studios', {
  async GET(call) {
    const operator = await requireOperatorCall(call)
    if (!operator.ok) return operator // 401 `unauthenticated`, or 403 `forbidden` to a member
    return json(200, { studios: await countStudios() })
  },
})
