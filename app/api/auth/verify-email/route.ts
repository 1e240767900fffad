import { parseInput, tokenInput } from '@/lib/auth/input'
import { verifyEmail } from '@/lib/auth/verify-email'
import { isUnintended } from '@/lib/http/cross-site'
import { endpoint, json } from '@/lib/http/endpoint'
import { fail } from '@/lib/result'

/**
 * `GET /api/auth/verify-email?token=…`: specification 1.2. The contract lets a GET change something, so everything
 * that is a GET and not a person is kept out: HEAD does nothing, loading ahead and embedding are refused.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email', {
  async HEAD() {
    return new Response(null, { status: 200 })
  },
  async GET({ ctx, request, url, visitor }) {
    if (isUnintended(request)) return fail('cross_site_request')
    const tokens = url.searchParams.getAll('token')
    const input = parseInput(tokenInput, { token: tokens[0] })
    if (!input.ok || tokens.length !== 1) return fail('invalid_token')
    const verified = await verifyEmail(ctx, input.value.token, visitor)
    return verified.ok ? json(200, { success: true, message: 'Email verified!' }) : verified
  },
})
