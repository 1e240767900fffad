import { resendLink } from '@/lib/auth/resend-link'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/request/read-json'
import { resendInput } from '../../input'

/** `POST /api/auth/verify-email/resend`: a new link, for the signed-in account or for the holder of an old link. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/resend', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, resendInput)
    if (!input.ok) return input
    const resent = await resendLink(ctx, input.value.token, visitor)
    return resent.ok ? json(202, { success: true, retryAfter: resent.value.retryAfter }) : resent
  },
})
