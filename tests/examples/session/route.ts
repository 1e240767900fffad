import { endpoint } from '@/app/api/endpoint'
import { withSession } from '@/lib/http/guard/session'
import { json } from '@/lib/http/response/json'
import { studioOf } from './studios'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/studio', {
  // 401 `unauthenticated` to anybody else
  GET: withSession(async (_call, { user }) =>
    json(200, { owner: user.name, studio: await studioOf(user.id) }),
  ),
})
