import { endpoint } from '@/app/api/endpoint'
import { anyone } from '@/lib/http/guard/open'
import { json } from '@/lib/http/response/json'

/** `GET /api/openapi.json`: this API as OpenAPI 3.1, written by `npm run docs:api` and loaded when first asked for. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/openapi.json', {
  GET: anyone(async () => {
    const { default: document } = await import('@/docs/openapi.json')
    return json(200, document, { 'Cache-Control': 'public, max-age=3600' })
  }),
})
