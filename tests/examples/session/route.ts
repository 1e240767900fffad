import { endpoint } from '@/app/api/endpoint'
import { json } from '@/lib/http/response/json'
import { requireSession } from '@/lib/http/session-guard'
import { studioOf } from './studios'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/studio', {
  async GET(call) {
    const session = await requireSession(call)
    if (!session.ok) return session // 401 `unauthenticated`
    const { user } = session.value
    return json(200, { owner: user.name, studio: await studioOf(user.id) })
  },
})
