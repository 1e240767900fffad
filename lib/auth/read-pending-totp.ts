import { and, eq, isNull } from 'drizzle-orm'
import { totpSecrets } from '../factor/totp/schema'
import { openSecret, qrOf, secretUri } from '../factor/totp/secret'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'

/** An authenticator app that is being set up, as a page shows it. `qr`: a `data:` address of an SVG. */
export type PendingTotp = { secret: string; uri: string; qr: string }

/** The secret that waits for its first code. Null: none does. For its person alone, with a fresh proof. */
export async function readPendingTotp(
  ctx: CoreContext,
  { id, email }: { id: number; email: EmailAddress },
): Promise<PendingTotp | null> {
  const [row] = await ctx.db
    .select({ secret: totpSecrets.secret })
    .from(totpSecrets)
    .where(and(eq(totpSecrets.userId, id), isNull(totpSecrets.confirmedAt)))
  if (!row) return null
  const secret = openSecret(ctx, id, row.secret)
  if (secret === null) return null
  const uri = secretUri(secret, email)
  return { secret, uri, qr: `data:image/svg+xml;base64,${Buffer.from(qrOf(uri)).toString('base64')}` }
}
