import { tokenInput } from '@/lib/auth/input'
import { notMe } from '@/lib/auth/not-me'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/read-json'

/** `POST /api/auth/verify-email/not-me`: deletes a never-verified account that somebody else made with this address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/not-me', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, tokenInput)
    if (!input.ok) return input
    const disowned = await notMe(ctx, input.value.token, visitor)
    return disowned.ok ? json(200, { success: true }) : disowned
  },
})
