import { endpoint } from '@/app/api/endpoint'
import { verifyEmail } from '@/lib/auth/verify-email'
import type { ApiCall } from '@/lib/http/api-call'
import type { FormPages } from '@/lib/http/form/pages'
import { tellPage } from '@/lib/http/form/tell-page'
import { isUnintended } from '@/lib/http/request/cross-site'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { parseInput } from '@/lib/kernel/parse-input'
import { fail, type Refused } from '@/lib/kernel/result'
import { nameShown } from '@/lib/session/shown'
import { tokenInput } from '../input'
import { linkPage, VERIFICATION_PAGE } from './link-page'

const FORM: FormPages = { page: linkPage, done: () => VERIFICATION_PAGE, showsAnswer: true }

async function verify({ ctx, visitor }: ApiCall, token: string): Promise<Response | Refused> {
  const verified = await verifyEmail(ctx, token, visitor)
  if (!verified.ok) return verified
  const { userId, email } = verified.value
  const answer = json(200, { success: true, message: 'Email verified!' })
  return tellPage(answer, { account: nameShown(ctx, { id: userId, email }) })
}

/**
 * `GET /api/auth/verify-email?token=…`: specification 1.2. The contract lets a GET change something, so everything
 * that is a GET and not a person is kept out: HEAD does nothing, loading ahead and embedding are refused. The button
 * of a browser without JavaScript posts a plain form; no other POST is taken, whoever scans mail.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/verify-email',
  {
    async HEAD() {
      return new Response(null, { status: 200 })
    },
    async GET(call) {
      if (isUnintended(call.request)) return fail('cross_site_request')
      const tokens = call.url.searchParams.getAll('token')
      const input = parseInput(tokenInput, { token: tokens[0] })
      if (!input.ok || tokens.length !== 1) return fail('invalid_token')
      return verify(call, input.value.token)
    },
    async FORM(call) {
      const input = await readInput(call, tokenInput)
      return input.ok ? verify(call, input.value.token) : input
    },
  },
  FORM,
)
