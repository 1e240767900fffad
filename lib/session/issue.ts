import { randomBytes } from 'node:crypto'
import type { Account } from '../account/account'
import { SECOND, shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import { signSession } from './jwt'
import { sessions } from './schema'

/** A new session. Its JWT is known only now; the row stores its hash. */
export type IssuedSession = { id: string; jwt: string; expiresAt: Date }

/** 128 random bits (OWASP Session Management Cheat Sheet asks for 64). */
export const newSessionId = (): string => randomBytes(16).toString('base64url')

/** Creates a session's row and JWT. Only the SHA-256 of the JWT is stored. */
export async function issueSession(
  { db, env, now }: CoreContext,
  { id: userId, email }: Pick<Account, 'id' | 'email'>,
): Promise<IssuedSession> {
  // JWT times are whole seconds; the row expires at exactly the second the JWT does.
  const issuedAt = new Date(Math.floor(now().getTime() / SECOND) * SECOND)
  const expiresAt = shift(issuedAt, LIFETIMES.session)
  const id = newSessionId()
  const jwt = await signSession(env, { userId, email, sid: id, issuedAt, expiresAt })
  await db.insert(sessions).values({ id, userId, tokenHash: sha256(jwt), expiresAt, createdAt: issuedAt })
  return { id, jwt, expiresAt }
}
