import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { maskEmail } from '../kernel/text/mask-email'
import { findLink } from '../link/find'

/** A reset link's state for its page. `valid` names the account whose password is chosen. */
export type ResetView =
  | { state: 'valid'; userId: number; email: EmailAddress; maskedEmail: string }
  | { state: 'expired' | 'used' | 'invalid' }

/** Reads a reset link for its page, and changes nothing. A null `token`: the page's address has none. */
export async function inspectReset(ctx: CoreContext, token: string | null): Promise<ResetView> {
  if (token === null) return { state: 'invalid' }
  const { state, account } = await findLink(ctx, 'reset_password', token)
  if (state === 'valid') {
    const { id, email } = account
    return { state, userId: id, email, maskedEmail: maskEmail(email) }
  }
  return { state: state === 'unknown' ? 'invalid' : state }
}
