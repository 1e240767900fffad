import { disown } from '@/lib/auth/disown'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/request/read-json'
import { tokenInput } from '../../input'

/** `POST /api/auth/verify-email/not-me`: deletes a never-verified account that somebody else made with this address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/not-me', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, tokenInput)
    if (!input.ok) return input
    const disowned = await disown(ctx, input.value.token, visitor)
    return disowned.ok ? json(200, { success: true }) : disowned
  },
})
