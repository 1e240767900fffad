import type { CoreContext } from '../kernel/context'
import { maskEmail } from '../kernel/text/mask-email'
import { findLink } from '../link/find'
import { nameShown } from '../session/shown'

/**
 * The part of a link's state that the verification page may show. `own`: this browser holds the session of the very
 * account. `foreign`: it does not, so a person has to give a password; a mail scanner that runs scripts stops here. `owner`: sealed
 * name of the account.
 */
export type LinkView =
  | { state: 'own' }
  | { state: 'foreign'; maskedEmail: string; registeredAt: Date; owner: string }
  | { state: 'expired' }
  | { state: 'used'; maskedEmail: string; isOwn: boolean }
  | { state: 'invalid' }

/** Reads the state of a link for its page, and changes nothing. A null `token`: the page's address has none. */
export async function inspectLink(
  ctx: CoreContext,
  token: string | null,
  userId: number | null,
): Promise<LinkView> {
  if (token === null) return { state: 'invalid' }
  const found = await findLink(ctx, 'verify_email', token)
  if (found.state === 'unknown') return { state: 'invalid' }
  if (found.state === 'expired') return { state: 'expired' }
  const isOwn = found.account.id === userId
  const maskedEmail = maskEmail(found.account.email)
  if (found.state === 'used') return { state: 'used', maskedEmail, isOwn }
  if (isOwn) return { state: 'own' }
  return {
    state: 'foreign',
    maskedEmail,
    registeredAt: found.account.createdAt,
    owner: nameShown(ctx, found.account),
  }
}
