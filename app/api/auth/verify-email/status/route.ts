import { verificationStatus } from '@/lib/auth/verification-status'
import { endpoint, json } from '@/lib/http/endpoint'
import { fail } from '@/lib/result'
import { readSession } from '@/lib/token/session'

/** `GET /api/auth/verify-email/status`: where the signed-in person's verification e-mail is. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/status', {
  async GET({ ctx, visitor }) {
    const session = await readSession(ctx, visitor.jwt)
    return session ? json(200, await verificationStatus(ctx, session.user)) : fail('unauthenticated')
  },
})
