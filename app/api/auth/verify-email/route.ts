import { endpoint } from '@/app/api/endpoint'
import { inspectLink } from '@/lib/auth/inspect-link'
import { verifyEmail } from '@/lib/auth/verify-email'
import type { ApiCall } from '@/lib/http/api-call'
import type { FormFields, FormPages } from '@/lib/http/form/pages'
import { anyone, withProofInside } from '@/lib/http/guard/open'
import { isUnintended } from '@/lib/http/request/cross-site'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { secondStepPage } from '@/lib/http/second-step-page'
import { parseInput } from '@/lib/kernel/parse-input'
import { fail, type Refused } from '@/lib/kernel/result'
import { readSession } from '@/lib/session/read'
import { tokenInput } from '../input'
import { linkPage, VERIFICATION_PAGE } from './link-page'
import { proveMailbox } from './prove-mailbox'

const FORM: FormPages = {
  page: linkPage,
  done: (_, status) => (status === 202 ? secondStepPage('/dashboard') : VERIFICATION_PAGE),
  keeps: ['email'],
  showsAnswer: true,
}

async function verify({ ctx, visitor }: ApiCall, token: string): Promise<Response | Refused> {
  const verified = await verifyEmail(ctx, token, visitor)
  return verified.ok ? json(200, { success: true, message: 'Email verified!' }) : verified
}

/** The button of the account's own browser where no script runs; in any other, a click proves nothing. */
async function verifyInOwnBrowser(call: ApiCall): Promise<Response | Refused> {
  const { ctx, visitor } = call
  const input = await readInput(call, tokenInput)
  if (!input.ok) return input
  const { token } = input.value
  const session = await readSession(ctx, visitor.jwt, visitor.keySigns)
  const { state } = await inspectLink(ctx, token, session?.user.id ?? null)
  return state === 'foreign'
    ? fail('invalid_input', { fields: [{ field: 'password', code: 'password_required' }] })
    : verify(call, token)
}

const isClickAlone = (fields: FormFields = {}): boolean => !('password' in fields || 'newPassword' in fields)

/**
 * `GET /api/auth/verify-email?token=…`: specification 1.2. The contract lets a GET change something, so everything
 * that is a GET and not a person is kept out: HEAD does nothing, loading ahead and embedding are refused.
 * `POST`, as JSON or form: specification 4.1.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/verify-email',
  {
    HEAD: anyone(async () => new Response(null, { status: 200 })),
    GET: withProofInside(async (call) => {
      if (isUnintended(call.request)) return fail('cross_site_request')
      const tokens = call.url.searchParams.getAll('token')
      const input = parseInput(tokenInput, { token: tokens[0] })
      if (!input.ok || tokens.length !== 1) return fail('invalid_token')
      return verify(call, input.value.token)
    }),
    POST: withProofInside(proveMailbox),
    FORM: withProofInside((call) =>
      isClickAlone(call.form) ? verifyInOwnBrowser(call) : proveMailbox(call),
    ),
  },
  FORM,
)
