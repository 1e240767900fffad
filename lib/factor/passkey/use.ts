import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq } from 'drizzle-orm'
import type { CoreContext, InTransaction } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { challengeIn, consumeChallenge, mintChallenge } from './challenge'
import { acceptedOrigins, relyingParty } from './relying-party'
import type { PasskeyResponse } from './response'
import { passkeys } from './schema'
import { findPasskey, type StoredPasskey } from './store'

/** Options to use a passkey with. No account is named, so whoever asks learns nothing of any. */
export async function requestOptions(ctx: CoreContext, session: string | null) {
  return await generateAuthenticationOptions({
    rpID: relyingParty(ctx.env).id,
    challenge: new Uint8Array(await mintChallenge(ctx, { purpose: 'use', session })),
    userVerification: 'required',
    timeout: 300_000,
  })
}

/** A passkey that signed our challenge. */
export type UsedPasskey = { passkey: StoredPasskey; signCount: number; backedUp: boolean }

/** `session`: handle of the session that brings it. `isOwn`: the challenge must have been asked for in that session. */
type Brought = { response: PasskeyResponse; session: string | null; isOwn: boolean }

const REFUSED = fail('invalid_passkey')
const UNKNOWN = fail('invalid_passkey', { fields: [{ field: 'response', code: 'passkey_unknown' }] })

/**
 * Checks what an authenticator signed (WebAuthn level 3, section 7.2), and uses its challenge up. `passkey_unknown` tells the page to
 * let the browser forget a passkey that was removed here.
 *
 * The sign counter of a passkey that is copied between devices says nothing, so none is asked for; of any other, it must not fall.
 */
export async function checkPasskey(
  ctx: CoreContext,
  { response, session, isOwn }: Brought,
): Promise<Result<UsedPasskey, 'invalid_passkey'>> {
  const challenge = challengeIn(response.response.clientDataJSON)
  if (challenge === null) return REFUSED
  if (!(await consumeChallenge(ctx, { challenge, purpose: 'use', session, isOwn }))) return REFUSED
  const found = await findPasskey(ctx, response.id)
  if (!found) return UNKNOWN
  const { passkey, webauthnId } = found
  const { userHandle } = response.response
  // WebAuthn level 3, 7.2, step 6: the passkey must be one of the account that the authenticator names, if it names one.
  if (userHandle && userHandle !== webauthnId?.toString('base64url')) return REFUSED
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: acceptedOrigins(ctx.env),
      expectedRPID: relyingParty(ctx.env).id,
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(passkey.publicKey),
        // The library refuses what does not grow; only what falls is refused here.
        counter: passkey.backedUp ? 0 : Math.max(0, passkey.signCount - 1),
      },
    })
    if (!verified) return REFUSED
    const { newCounter: signCount, credentialBackedUp: backedUp } = authenticationInfo
    return ok({ passkey, signCount, backedUp })
  } catch (error) {
    ctx.log.info('passkey_refused', { detail: error instanceof Error ? error.name : 'unknown' })
    return REFUSED
  }
}

/** Notes a use, for a locked account. @returns false where the passkey was removed meanwhile, or another use overtook this one */
export async function noteUse(
  t: InTransaction,
  { passkey, signCount, backedUp }: UsedPasskey,
): Promise<boolean> {
  const noted = await t.db
    .update(passkeys)
    .set({ signCount, backedUp, lastUsedAt: t.now() })
    .where(and(eq(passkeys.id, passkey.id), eq(passkeys.signCount, passkey.signCount)))
    .returning({ id: passkeys.id })
  return noted.length > 0
}
