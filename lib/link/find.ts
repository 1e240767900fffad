import { and, eq } from 'drizzle-orm'
import { type Account, accountColumns } from '../account/account'
import { users } from '../account/schema'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { sha256 } from '../kernel/seal'
import { LINK_PURPOSES, type LinkPurpose } from './purposes'
import { emailVerificationTokens, emailVerificationUses } from './schema'

/** A stored link: the address in its row, and the handle of the session that it is about. */
type StoredLink = { email: EmailAddress; session: string | null }

/** A link's state, and the account it belongs to now. */
export type LinkState =
  | ({ state: 'valid' | 'expired'; account: Account } & StoredLink)
  | { state: 'used'; account: Account }
  | { state: 'unknown'; account?: undefined }

/**
 * Finds a link by its token and changes nothing. A link to an address that the account no longer has is `unknown`, unless its
 * purpose is bound to the account alone.
 */
export async function findLink(ctx: CoreContext, purpose: LinkPurpose, token: string): Promise<LinkState> {
  const { email, session, expiresAt } = emailVerificationTokens
  const [link] = await ctx.db
    .select({ email, session, expiresAt, account: accountColumns })
    .from(emailVerificationTokens)
    .innerJoin(users, eq(users.id, emailVerificationTokens.userId))
    .where(
      and(eq(emailVerificationTokens.tokenHash, sha256(token)), eq(emailVerificationTokens.purpose, purpose)),
    )
  if (!link) return findUse(ctx, purpose, token)
  const { account } = link
  if (LINK_PURPOSES[purpose].boundTo === 'address' && link.email !== account.email)
    return { state: 'unknown' }
  const state = link.expiresAt > ctx.now() ? 'valid' : 'expired'
  return { state, account, email: link.email, session: link.session }
}

async function findUse({ db }: CoreContext, purpose: LinkPurpose, token: string): Promise<LinkState> {
  const [use] = await db
    .select({ account: accountColumns })
    .from(emailVerificationUses)
    .innerJoin(users, eq(users.id, emailVerificationUses.userId))
    .where(
      and(eq(emailVerificationUses.tokenHash, sha256(token)), eq(emailVerificationUses.purpose, purpose)),
    )
  return use ? { state: 'used', account: use.account } : { state: 'unknown' }
}
