import { endpoint } from '@/app/api/endpoint'
import { anyone } from '@/lib/http/guard/open'
import { json } from '@/lib/http/response/json'
import { publishedKeys } from '@/lib/service-token/keys'

/** Seconds that a service may keep the keys: the next one is published a day before it signs. */
const MAX_AGE = 300

/** `GET /.well-known/jwks.json`: the keys that service tokens are verified with (RFC 7517). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/.well-known/jwks.json', {
  GET: anyone(async ({ ctx }) =>
    json(200, { keys: await publishedKeys(ctx) }, { 'Cache-Control': `public, max-age=${MAX_AGE}` }),
  ),
})
