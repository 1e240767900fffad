import { randomBytes } from 'node:crypto'
import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { sha256 } from '../../kernel/seal'
import { passkeyChallenges } from './schema'

/** `enrol`: makes a passkey. `use`: signs in, or proves. */
type Purpose = (typeof passkeyChallenges.$inferSelect)['purpose']

/**
 * `session`: handle of the session that asks. Null: nobody is signed in. `isQuiet`: makes a passkey without a dialog (conditional
 * create), so that the authenticator need not ask its person anything.
 */
type Asked = { purpose: Purpose; session: string | null; isQuiet?: boolean }

/** The kind of a challenge is hashed with it, so that no response can claim another. */
const hashOf = (challenge: string, isQuiet: boolean): Buffer =>
  sha256(isQuiet ? `quiet ${challenge}` : challenge)

const asText = (challenge: Buffer): string => challenge.toString('base64url')

/** Makes a challenge of 256 random bits, and remembers its hash for five minutes. */
export async function mintChallenge(
  ctx: CoreContext,
  { purpose, session, isQuiet = false }: Asked,
): Promise<Buffer<ArrayBuffer>> {
  const challenge = Buffer.from(randomBytes(32))
  const createdAt = ctx.now()
  await ctx.db.insert(passkeyChallenges).values({
    challengeHash: hashOf(asText(challenge), isQuiet),
    purpose,
    session,
    createdAt,
    expiresAt: shift(createdAt, LIFETIMES.passkeyChallenge),
  })
  return challenge
}

/**
 * The challenge that a response says it answers. `clientDataJSON` is base64url of JSON (WebAuthn level 3, section 5.8.1).
 * @returns null where it cannot be read, or was made in a frame on a page of another origin: we frame nowhere, and the library lets such pass
 */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    const { challenge, crossOrigin, topOrigin } = Object(data) as Record<string, unknown>
    if (crossOrigin === true || topOrigin !== undefined) return null
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}

/**
 * Uses a challenge up, by one statement: of simultaneous responses one goes on. One that was handed out in a session is good in that
 * session alone. `isOwn`: one that was handed out to nobody's session is no good either.
 * @returns null where it is not good
 */
export async function consumeChallenge(
  { db, now }: CoreContext,
  { challenge, purpose, session, isOwn }: Asked & { challenge: string; isOwn: boolean },
): Promise<{ isQuiet: boolean } | null> {
  const { challengeHash, expiresAt } = passkeyChallenges
  const isSessions = session === null ? undefined : eq(passkeyChallenges.session, session)
  const isNobodys = isOwn ? undefined : isNull(passkeyChallenges.session)
  const quiet = hashOf(challenge, true)
  const [used] = await db
    .delete(passkeyChallenges)
    .where(
      and(
        inArray(challengeHash, [hashOf(challenge, false), quiet]),
        eq(passkeyChallenges.purpose, purpose),
        gt(expiresAt, now()),
        or(isSessions, isNobodys),
      ),
    )
    .returning({ challengeHash })
  return used ? { isQuiet: used.challengeHash.equals(quiet) } : null
}
