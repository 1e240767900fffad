import { endpoint } from '@/app/api/endpoint'
import { withSession } from '@/lib/http/guard/session'
import { toResponse } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { meAnswer } from './account'

/** `GET /api/auth/me`: who is signed in. Our own server answers most of them directly (`app/api/direct-routes.ts`). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/me', {
  GET: withSession(async (call, session) => {
    const shown = await requireShown(call, call.url.searchParams.get('account') ?? undefined)
    return shown.ok ? toResponse(meAnswer(session)) : shown
  }),
})
