import { endpoint } from '@/app/api/endpoint'
import { fail } from '@/lib/kernel/result'

const notFound = async () => fail('not_found')

/** Every other address below `/api`: a problem document instead of a page. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/*', {
  GET: notFound,
  POST: notFound,
})
