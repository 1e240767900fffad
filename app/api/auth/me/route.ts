import { endpoint, json } from '@/lib/http/endpoint'
import { fail } from '@/lib/result'
import { readSession } from '@/lib/token/session'

/** `GET /api/auth/me`: who is signed in. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/me', {
  async GET({ ctx, visitor }) {
    const session = await readSession(ctx, visitor.jwt)
    return session ? json(200, { user: session.user }) : fail('unauthenticated')
  },
})
