import { logout } from '@/lib/auth/logout'
import { endedSessionCookie } from '@/lib/http/cookies'
import { endpoint, json } from '@/lib/http/endpoint'

/** `POST /api/auth/logout`: ends the session row. Signing out twice is fine. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/logout', {
  async POST({ ctx, visitor }) {
    await logout(ctx, visitor.jwt)
    return json(
      200,
      { success: true },
      { 'Set-Cookie': endedSessionCookie(ctx.env), 'Clear-Site-Data': '"cache", "storage"' },
    )
  },
})
