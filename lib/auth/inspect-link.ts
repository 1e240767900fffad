import type { CoreContext } from '../kernel/context'
import { findLink } from '../link/find'

/**
 * The part of a link's state that the verification page may show. `own`: this browser holds the session of the very
 * account. `foreign`: it does not, so a person has to click; a mail scanner that runs scripts stops here.
 */
export type LinkView =
  | { state: 'own' }
  | { state: 'foreign'; maskedEmail: string; registeredAt: Date }
  | { state: 'expired' }
  | { state: 'used'; maskedEmail: string; isOwn: boolean }
  | { state: 'invalid' }

/**
 * `jean.dupont@example.com` becomes `j•••@e•••.com`: enough for its owner, too little for anybody else. Masked even
 * for the person who has just verified the address: links are passed on, and scanners click.
 */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const dot = email.lastIndexOf('.')
  return `${email.slice(0, 1)}•••@${email.slice(at + 1, at + 2)}•••${email.slice(dot)}`
}

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
  }
}
