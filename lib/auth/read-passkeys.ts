import { eq } from 'drizzle-orm'
import { users } from '../account/schema'
import { transaction } from '../db/transaction'
import { relyingParty } from '../factor/passkey/relying-party'
import { credentialsOf, listPasskeys, type OwnPasskey } from '../factor/passkey/store'
import type { CoreContext } from '../kernel/context'

export type { OwnPasskey }

/** The argument of `PublicKeyCredential.signalAllAcceptedCredentials` (WebAuthn level 3, section 5.1.10). */
export type AcceptedPasskeys = { rpId: string; userId: string; allAcceptedCredentialIds: string[] }

/** `accepted`: null where the account never had a passkey. */
export type OwnPasskeys = { passkeys: OwnPasskey[]; accepted: AcceptedPasskeys | null }

/** The passkeys of an account. Both lists are of one moment: a browser forgets every passkey that the second does not name. */
export const readPasskeys = (ctx: CoreContext, userId: number): Promise<OwnPasskeys> =>
  transaction(ctx, async (t) => {
    const { webauthnId } = users
    const [row] = await t.db.select({ webauthnId }).from(users).where(eq(users.id, userId)).for('share')
    const list = await listPasskeys(t, userId)
    const accepted = row?.webauthnId && {
      rpId: relyingParty(t.env).id,
      userId: row.webauthnId.toString('base64url'),
      allAcceptedCredentialIds: (await credentialsOf(t, userId)).map((credential) => credential.id),
    }
    return { passkeys: list, accepted: accepted ?? null }
  })

/** Whether a passkey may be offered to an account: it has none, and its person did not say "later" within thirty days. */
export async function isPasskeyOffered({ db, now }: CoreContext, userId: number): Promise<boolean> {
  const { passkeys, passkeyOfferAfter } = users
  const [row] = await db.select({ passkeys, passkeyOfferAfter }).from(users).where(eq(users.id, userId))
  return row?.passkeys === 0 && (!row.passkeyOfferAfter || row.passkeyOfferAfter <= now())
}
