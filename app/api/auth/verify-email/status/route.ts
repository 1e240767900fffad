import { endpoint } from '@/app/api/endpoint'
import { readVerificationStatus } from '@/lib/auth/read-verification-status'
import { withSession } from '@/lib/http/guard/session'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'

/** `GET /api/auth/verify-email/status`: where the signed-in person's verification e-mail is. Asked by pages, not people. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/verify-email/status', {
  GET: withSession(
    async (call, { user }) => {
      const shown = await requireShown(call, call.url.searchParams.get('account') ?? undefined)
      return shown.ok ? json(200, await readVerificationStatus(call.ctx, user)) : shown
    },
    { doesPeek: true },
  ),
})
