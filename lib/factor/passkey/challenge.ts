import { randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { sha256 } from '../../kernel/seal'
import { passkeyChallenges } from './schema'

/** `enrol`: makes a passkey. `use`: signs in, or proves. */
type Purpose = (typeof passkeyChallenges.$inferSelect)['purpose']

/** `session`: handle of the session that asks. Null: nobody is signed in. */
type Asked = { purpose: Purpose; session: string | null }

const asText = (challenge: Buffer): string => challenge.toString('base64url')

/** Makes a challenge of 256 random bits, and remembers its hash for five minutes. */
export async function mintChallenge(
  ctx: CoreContext,
  { purpose, session }: Asked,
): Promise<Buffer<ArrayBuffer>> {
  const challenge = Buffer.from(randomBytes(32))
  const createdAt = ctx.now()
  await ctx.db.insert(passkeyChallenges).values({
    challengeHash: sha256(asText(challenge)),
    purpose,
    session,
    createdAt,
    expiresAt: shift(createdAt, LIFETIMES.passkeyChallenge),
  })
  return challenge
}

/** The challenge that a response says it answers; null: unreadable. `clientDataJSON` is base64url of JSON (WebAuthn 5.8.1). */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    const { challenge } = Object(data) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}

/**
 * Uses a challenge up, by one statement: of simultaneous responses one gets true. One that was handed out in a session is good in that
 * session alone. `isOwn`: one that was handed out to nobody's session is no good either.
 */
export async function consumeChallenge(
  { db, now }: CoreContext,
  { challenge, purpose, session, isOwn }: Asked & { challenge: string; isOwn: boolean },
): Promise<boolean> {
  const { challengeHash, expiresAt } = passkeyChallenges
  const isSessions = session === null ? undefined : eq(passkeyChallenges.session, session)
  const isNobodys = isOwn ? undefined : isNull(passkeyChallenges.session)
  const used = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(challengeHash, sha256(challenge)),
        eq(passkeyChallenges.purpose, purpose),
        gt(expiresAt, now()),
        or(isSessions, isNobodys),
      ),
    )
    .returning({ challengeHash })
  return used.length > 0
}
