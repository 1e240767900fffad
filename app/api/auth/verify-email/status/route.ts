import { endpoint } from '@/app/api/endpoint'
import { readVerificationStatus } from '@/lib/auth/read-verification-status'
import { json } from '@/lib/http/response/json'
import { requireSession } from '@/lib/http/session-guard'
import { peekSession } from '@/lib/session/read'

/** `GET /api/auth/verify-email/status`: where the signed-in person's verification e-mail is. Asked by pages, not people. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/status', {
  async GET(call) {
    const session = await requireSession(call, peekSession)
    return session.ok ? json(200, await readVerificationStatus(call.ctx, session.value.user)) : session
  },
})
