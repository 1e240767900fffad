import type { Context } from '../context'
import { findEmailToken } from '../token/email-token'

/**
 * What the verification page may show of a token. `own`: this browser holds the session of the very account.
 * `foreign`: it does not, so a person has to click; a mail scanner that runs scripts stops here.
 */
export type TokenView =
  | { state: 'own' }
  | { state: 'foreign'; maskedEmail: string; registeredAt: Date }
  | { state: 'expired' }
  | { state: 'used' }
  | { state: 'invalid' }

/** `jean.dupont@example.com` becomes `j•••@e•••.com`: enough for its owner, too little for anybody else. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const dot = email.lastIndexOf('.')
  return `${email.slice(0, 1)}•••@${email.slice(at + 1, at + 2)}•••${email.slice(dot)}`
}

/** Looks at a link's token for the page (null: it has none), and changes nothing. */
export async function inspectToken(
  ctx: Pick<Context, 'db' | 'now'>,
  token: string | null,
  userId: number | null,
): Promise<TokenView> {
  if (token === null) return { state: 'invalid' }
  const found = await findEmailToken(ctx.db, token, ctx.now())
  if (found.state === 'unknown') return { state: 'invalid' }
  if (found.state !== 'valid') return { state: found.state }
  if (found.user.id === userId) return { state: 'own' }
  return { state: 'foreign', maskedEmail: maskEmail(found.user.email), registeredAt: found.user.createdAt }
}
