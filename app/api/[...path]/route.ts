import { endpoint } from '@/app/api/endpoint'
import { anyone } from '@/lib/http/guard/open'
import { fail } from '@/lib/kernel/result'

const notFound = anyone(async () => fail('not_found'))

/** Every other address below `/api`: a problem document instead of a page. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/*', {
  GET: notFound,
  POST: notFound,
  PATCH: notFound,
  DELETE: notFound,
})
