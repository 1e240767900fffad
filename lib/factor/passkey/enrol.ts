import { randomBytes } from 'node:crypto'
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { Account } from '../../account/account'
import { setPasskeyCount, setWebauthnId } from '../../account/change'
import type { CoreContext, InTransaction } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { challengeIn, consumeChallenge, mintChallenge } from './challenge'
import { knownAuthenticator } from './name'
import { ALGORITHMS, acceptedOrigins, relyingParty } from './relying-party'
import type { EnrolmentResponse } from './response'
import { passkeys } from './schema'
import { credentialsOf, type OwnPasskey } from './store'

/** `session`: handle of the session that asks. `isQuiet`: no dialog is shown. */
type Asked = { account: Account; session: string; isQuiet: boolean }

const UNFIT = fail('invalid_input', { fields: [{ field: 'response', code: 'response_invalid' }] })
const KNOWN = fail('invalid_input', { fields: [{ field: 'response', code: 'passkey_known' }] })

/**
 * Options to make a passkey with, for a locked account. It is found without an address (resident), is unlocked by its person, and is
 * not made twice on one authenticator. No attestation: we trust whoever is signed in, not a maker.
 */
export async function enrolmentOptions(t: InTransaction, { account, session, isQuiet }: Asked) {
  const { id, name } = relyingParty(t.env)
  const userID = await setWebauthnId(t, account.id, randomBytes(32))
  return await generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: new Uint8Array(userID),
    userName: account.email,
    userDisplayName: account.name,
    challenge: new Uint8Array(await mintChallenge(t, { purpose: 'enrol', session, isQuiet })),
    attestationType: 'none',
    excludeCredentials: await credentialsOf(t, account.id),
    authenticatorSelection: { residentKey: 'required', userVerification: isQuiet ? 'preferred' : 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: 300_000,
  })
}

/** Checks what an authenticator made, and uses its challenge up. @returns null where it is not to be believed */
export async function checkEnrolment(ctx: CoreContext, response: EnrolmentResponse, session: string) {
  const challenge = challengeIn(response.response.clientDataJSON)
  if (challenge === null) return null
  const asked = await consumeChallenge(ctx, { challenge, purpose: 'enrol', session, isOwn: true })
  if (!asked) return null
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: acceptedOrigins(ctx.env),
      expectedRPID: relyingParty(ctx.env).id,
      // WebAuthn level 3, 7.1, steps 15 and 16: without a dialog the flags say that nobody is there.
      requireUserPresence: !asked.isQuiet,
      requireUserVerification: !asked.isQuiet,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    // The library takes the id from what the authenticator made, and compares it with nothing.
    return registrationInfo?.credential.id === response.id ? registrationInfo : null
  } catch (error) {
    ctx.log.info('passkey_refused', { detail: error instanceof Error ? error.name : 'unknown' })
    return null
  }
}

type Checked = NonNullable<Awaited<ReturnType<typeof checkEnrolment>>>

/** `fallback`: a name where neither the person nor the model of the authenticator gives one. */
type NewPasskey = { made: Checked | null; name?: string; fallback: string; transports?: string[] }

/** Stores a checked passkey of a locked account. */
export async function storePasskey(
  t: InTransaction,
  account: Account,
  { made, name, fallback, transports = [] }: NewPasskey,
): Promise<Result<OwnPasskey, 'invalid_input'>> {
  if (!made) return UNFIT
  const { credential, aaguid, credentialDeviceType, credentialBackedUp: backedUp } = made
  const row = {
    userId: account.id,
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp,
    transports,
    aaguid,
    name: name ?? knownAuthenticator(aaguid) ?? fallback,
    createdAt: t.now(),
  }
  const [stored] = await t.db
    .insert(passkeys)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: passkeys.id })
  if (!stored) return KNOWN
  await setPasskeyCount(t, account.id, account.passkeys + 1)
  return ok({ id: stored.id, name: row.name, createdAt: row.createdAt, lastUsedAt: null, backedUp })
}
