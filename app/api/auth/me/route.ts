import { endpoint } from '@/app/api/endpoint'
import { json } from '@/lib/http/response/json'
import { requireSession } from '@/lib/http/session-guard'
import { requireShown } from '@/lib/http/shown-guard'

/** `GET /api/auth/me`: who is signed in. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/me', {
  async GET(call) {
    const session = await requireSession(call)
    if (!session.ok) return session
    const shown = await requireShown(call, call.url.searchParams.get('account') ?? undefined)
    return shown.ok ? json(200, { user: session.value.user }) : shown
  },
})
