import { randomUUID } from 'node:crypto'
import { subjectOf } from '../account/subject'
import { SECOND } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { fail, ok, type Result } from '../kernel/result'
import type { ActiveSession } from '../session/read'
import { signToken } from './key'
import { signingKey } from './keys'

/** A short token that another service verifies itself. `expiresIn`: seconds. */
export type ServiceToken = { token: string; expiresIn: number }

const LIFETIME = LIFETIMES.serviceToken / SECOND

/**
 * Says to one service who is signed in: a JWT (RFC 7519) signed with ES256, for five minutes. It names the person and the session by
 * values that open nothing and tell nothing.
 *
 * Refuses with `unknown_audience` a service that is not configured, and with `unauthenticated` where the account is gone meanwhile.
 */
export async function issueServiceToken(
  ctx: CoreContext,
  { session, audience }: { session: ActiveSession; audience: string },
): Promise<Result<ServiceToken, 'unknown_audience' | 'unauthenticated'>> {
  if (!ctx.env.serviceAudiences.includes(audience)) return fail('unknown_audience')
  const [subject, key] = await Promise.all([subjectOf(ctx, session.user.id), signingKey(ctx)])
  if (subject === null) return fail('unauthenticated')
  const issuedAt = Math.floor(ctx.now().getTime() / SECOND)
  const token = await signToken(key, {
    iss: ctx.env.appUrl,
    aud: audience,
    sub: subject,
    sid: session.handle,
    email_verified: session.user.emailVerified,
    jti: randomUUID(),
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
  })
  return ok({ token, expiresIn: LIFETIME })
}
