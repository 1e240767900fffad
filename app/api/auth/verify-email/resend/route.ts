import { resendInput } from '@/lib/auth/input'
import { resendVerification } from '@/lib/auth/resend-verification'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/read-json'

/** `POST /api/auth/verify-email/resend`: a new link, for the signed-in account or for the holder of an old link. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/resend', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, resendInput)
    if (!input.ok) return input
    const resent = await resendVerification(ctx, input.value.token, visitor)
    return resent.ok ? json(202, { success: true, retryAfter: resent.value.retryAfter }) : resent
  },
})
