import { endpoint } from '@/app/api/endpoint'
import { readVerificationStatus } from '@/lib/auth/read-verification-status'
import { json } from '@/lib/http/response/json'
import { requireSession } from '@/lib/http/session-guard'
import { requireShown } from '@/lib/http/shown-guard'
import { peekSession } from '@/lib/session/read'

/** `GET /api/auth/verify-email/status`: where the signed-in person's verification e-mail is. Asked by pages, not people. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/status', {
  async GET(call) {
    const session = await requireSession(call, peekSession)
    if (!session.ok) return session
    const shown = await requireShown(call, call.url.searchParams.get('account') ?? undefined)
    return shown.ok ? json(200, await readVerificationStatus(call.ctx, session.value.user)) : shown
  },
})
