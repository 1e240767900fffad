import { endpoint } from '@/app/api/endpoint'
import { askForPasskey } from '@/lib/auth/passkey/ask'
import { anyone } from '@/lib/http/guard/open'
import { json } from '@/lib/http/response/json'
import { recogniseSession } from '@/lib/session/read'

/** `POST /api/auth/passkey/options`: options to use a passkey with; no address is asked (specification 4.6). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/passkey/options', {
  POST: anyone(async ({ ctx, visitor }) => {
    const options = await askForPasskey(ctx, await recogniseSession(ctx, visitor.jwt), visitor)
    return options.ok ? json(200, options.value) : options
  }),
})
