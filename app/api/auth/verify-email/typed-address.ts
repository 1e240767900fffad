import type { ApiCall } from '@/lib/http/api-call'
import type { EmailAddress } from '@/lib/kernel/email-address'
import { fail, ok, type Result } from '@/lib/kernel/result'
import { findLink } from '@/lib/link/find'

const refuse = (code: 'email_required' | 'email_mismatch') =>
  fail('invalid_input', { fields: [{ field: 'email', code }] })

/**
 * Checks the address that a person typed into the page of a link before an act of weight: a new password, a deletion. The page
 * shows it masked, so that a program which fills in, clicks and sends everything does neither. A form must bring it; JSON may.
 * A link that is no good is left to the act, which says why.
 */
export async function checkTypedAddress(
  { ctx, form }: ApiCall,
  { token, email }: { token: string; email?: EmailAddress },
): Promise<Result<null, 'invalid_input'>> {
  if (email === undefined) return form ? refuse('email_required') : ok(null)
  const { account } = await findLink(ctx, 'verify_email', token)
  return account === undefined || account.email === email ? ok(null) : refuse('email_mismatch')
}
