import { endpoint, json } from '@/lib/http/endpoint'

/** `GET /api/health`: this process answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/health', {
  async GET() {
    return json(200, { status: 'ok' })
  },
})
