import { changeEmail } from '@/lib/auth/change-email'
import { sessionCookie } from '@/lib/http/cookies'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/request/read-json'
import { emailInput } from '../input'

/** `POST /api/auth/change-email`: corrects the address of an account that was never verified. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/change-email', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, emailInput)
    if (!input.ok) return input
    const changed = await changeEmail(ctx, input.value.email, visitor)
    if (!changed.ok) return changed
    const { user, session } = changed.value
    return json(
      200,
      { user, message: 'Please check your email' },
      { 'Set-Cookie': sessionCookie(ctx.env, session.jwt) },
    )
  },
})
