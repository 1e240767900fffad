import { and, eq } from 'drizzle-orm'
import { type Account, accountColumns } from '../account/account'
import { users } from '../account/schema'
import type { CoreContext } from '../kernel/context'
import { sha256 } from '../kernel/seal'
import type { LinkPurpose } from './purposes'
import { emailVerificationTokens, emailVerificationUses } from './schema'

/** A link's state, and the account it belongs to now. */
export type LinkState =
  | { state: 'valid' | 'expired' | 'used'; account: Account }
  | { state: 'unknown'; account?: undefined }

/** Finds a link by its token and changes nothing. A link to an address that the account no longer has is `unknown`. */
export async function findLink(ctx: CoreContext, purpose: LinkPurpose, token: string): Promise<LinkState> {
  const { email, expiresAt } = emailVerificationTokens
  const [link] = await ctx.db
    .select({ email, expiresAt, account: accountColumns })
    .from(emailVerificationTokens)
    .innerJoin(users, eq(users.id, emailVerificationTokens.userId))
    .where(
      and(eq(emailVerificationTokens.tokenHash, sha256(token)), eq(emailVerificationTokens.purpose, purpose)),
    )
  if (!link) return findUse(ctx, purpose, token)
  if (link.email !== link.account.email) return { state: 'unknown' }
  return { state: link.expiresAt > ctx.now() ? 'valid' : 'expired', account: link.account }
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
