import { endpoint } from '@/app/api/endpoint'
import { anyone } from '@/lib/http/guard/open'
import { json } from '@/lib/http/response/json'

/** `GET /api/health`: this process answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/health', {
  GET: anyone(async () => {
    return json(200, { status: 'ok' })
  }),
})
