import { endpoint } from '@/app/api/endpoint'
import { json } from '@/lib/http/response/json'
import { requireSession } from '@/lib/http/session-guard'

/** `GET /api/auth/me`: who is signed in. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/me', {
  async GET(call) {
    const session = await requireSession(call)
    return session.ok ? json(200, { user: session.value.user }) : session
  },
})
