import { z } from 'zod'
import { confirmPassword } from '../../auth/confirm'
import { confirmCode } from '../../auth/confirm-code'
import { methodOf } from '../../factor/code'
import { parseInput } from '../../kernel/parse-input'
import { fail, ok, type RefusalOf, type Result } from '../../kernel/result'
import type { IssuedSession } from '../../session/issue'
import { isProofFresh, proofFields } from '../../session/proof'
import type { ActiveSession } from '../../session/read'
import { shownAccount } from '../../session/shown'
import type { ApiCall } from '../api-call'
import { readDeviceMark } from '../cookies'
import { readValue } from '../request/read-input'
import { isJson } from '../request/read-json'
import { requireShown } from '../shown-guard'
import { type GuardedHandler, guarded } from './guarded'
import { handleRenewed } from './renewed'
import { requireSession, type SessionHandler } from './session'

const passwordNeeded = (code: 'password_confirm' | 'password_none' | 'password_wrong') =>
  fail('proof_needed', { fields: [{ field: 'password', code }] })

const codeNeeded = (code: 'factor_confirm' | 'code_wrong') =>
  fail('proof_needed', { fields: [{ field: 'factorCode', code }] })

const broughtProof = z.object({ ...proofFields, account: shownAccount })
type Brought = z.infer<typeof broughtProof>

/** The proof in the body, if there is any. A body that cannot be read brings none, and meets its refusal in the handler. */
async function readProof(call: ApiCall): Promise<Result<Brought, 'invalid_input'>> {
  if (!call.form && !isJson(call.request.headers)) return ok({})
  const body = await readValue(call)
  return body.ok && typeof body.value === 'object' ? parseInput(broughtProof, body.value) : ok({})
}

type ProofRefusal = 'proof_needed' | RefusalOf<typeof requireShown> | 'unauthenticated' | 'rate_limited'

/**
 * Refuses with `proof_needed` (403) a session whose last proof is more than ten minutes old, unless a proof is given here: then
 * it is checked as by `POST /api/auth/confirm`, fresh or not. Where the second step is on, a password proves nothing. For a
 * handler that reads its body first.
 * @returns the renewed session where a proof was given
 */
export async function checkProof(
  call: ApiCall,
  session: ActiveSession,
  { account, password, factorCode }: Brought,
): Promise<Result<IssuedSession | null, ProofRefusal>> {
  const { ctx, request, visitor } = call
  const { totp } = session.factors
  if (totp ? factorCode === undefined : password === undefined) {
    if (isProofFresh(ctx, session)) return ok(null)
    return totp
      ? codeNeeded('factor_confirm')
      : passwordNeeded(session.hasPassword ? 'password_confirm' : 'password_none')
  }
  if (!totp && !session.hasPassword) return passwordNeeded('password_none')
  // First, so that one account's password is not tried on another.
  const shown = await requireShown(call, account, 'account')
  if (!shown.ok) return shown
  if (totp && factorCode !== undefined) {
    const given = { session, method: methodOf(factorCode), code: factorCode }
    const confirmed = await confirmCode(ctx, given, visitor)
    if (confirmed.ok) return confirmed
    const { code, ...more } = confirmed.error
    return code === 'wrong_code' ? codeNeeded('code_wrong') : fail(code, more)
  }
  const deviceMark = readDeviceMark(ctx.env, request.headers.get('cookie'))
  const confirmed = await confirmPassword(ctx, { session, password: password ?? '', deviceMark }, visitor)
  if (confirmed.ok) return confirmed
  const { code, ...more } = confirmed.error
  return code === 'invalid_credentials' ? passwordNeeded('password_wrong') : fail(code, more)
}

/** As `checkProof`, with the proof that the body brings. */
export async function requireProof(
  call: ApiCall,
  session: ActiveSession,
): Promise<Result<IssuedSession | null, ProofRefusal | 'invalid_input'>> {
  const brought = await readProof(call)
  return brought.ok ? checkProof(call, session, brought.value) : brought
}

/** Whether a browser follows a link, and would show its person the bare problem document. */
const isNavigation = ({ method, headers }: Request): boolean =>
  method === 'GET' && /\btext\/html\b/.test(headers.get('accept') ?? '')

const toConfirm = (page: string): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: `/account/confirm?next=${encodeURIComponent(page)}` },
  })

/**
 * Admits the signed-in who gave a proof in this session at most ten minutes ago, or give it with this request: for the
 * starred acts of specification 4. Refuses with 401 `unauthenticated` or 403 `proof_needed`. The route's schema needs the
 * fields `...proofFields` (`lib/session/proof.ts`), its form a `ProofField`.
 * @param page where a link to the handler stands: whoever follows it without a proof gives one, and comes back to the page
 */
export const withFreshProof = (handler: SessionHandler, { page }: { page?: string } = {}): GuardedHandler =>
  guarded('fresh_proof', async (call) => {
    const session = await requireSession(call)
    if (!session.ok) return session
    const proof = await requireProof(call, session.value)
    if (!proof.ok && proof.error.code === 'proof_needed' && page && isNavigation(call.request))
      return toConfirm(page)
    if (!proof.ok) return proof
    return proof.value
      ? handleRenewed(call, { session: session.value, renewed: proof.value }, handler)
      : handler(call, session.value)
  })
