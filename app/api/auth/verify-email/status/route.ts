import { verificationStatus } from '@/lib/auth/verification-status'
import { endpoint, json } from '@/lib/http/endpoint'
import { fail } from '@/lib/result'
import { peekSession } from '@/lib/token/session'

/** `GET /api/auth/verify-email/status`: where the signed-in person's verification e-mail is. Asked by pages, not people. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/status', {
  async GET({ ctx, visitor }) {
    const session = await peekSession(ctx, visitor.jwt)
    return session ? json(200, await verificationStatus(ctx, session.user)) : fail('unauthenticated')
  },
})
