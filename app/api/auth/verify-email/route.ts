import { verifyEmail } from '@/lib/auth/verify-email'
import { endpoint, json } from '@/lib/http/endpoint'
import { isUnintended } from '@/lib/http/request/cross-site'
import { parseInput } from '@/lib/kernel/parse-input'
import { fail } from '@/lib/kernel/result'
import { tokenInput } from '../input'

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
