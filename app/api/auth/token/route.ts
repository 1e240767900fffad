import { endpoint } from '@/app/api/endpoint'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { issueServiceToken } from '@/lib/service-token/issue'
import { serviceTokenInput } from '../input'

/** `POST /api/auth/token`: a short token that another service verifies itself (specification 5.2). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/token', {
  POST: withSession(async (call, session) => {
    const input = await readInput(call, serviceTokenInput)
    if (!input.ok) return input
    const issued = await issueServiceToken(call.ctx, { session, audience: input.value.audience })
    return issued.ok ? json(200, issued.value) : issued
  }),
})
