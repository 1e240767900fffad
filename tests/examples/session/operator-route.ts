import { endpoint } from '@/app/api/endpoint'
import { requireOperatorCall } from '@/lib/http/operator-guard'
import { json } from '@/lib/http/response/json'
import { countStudios } from './studios'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/monitoring/studios', {
  async GET(call) {
    const operator = await requireOperatorCall(call)
    if (!operator.ok) return operator // 401 `unauthenticated`, or 403 `forbidden` to a member
    return json(200, { studios: await countStudios() })
  },
})
