import { eq } from 'drizzle-orm'
import type { InTransaction } from '../kernel/context'
import { sha256 } from '../kernel/seal'
import { type IssuedSession, newSessionId } from './issue'
import { signSession } from './jwt'
import type { ActiveSession } from './read'
import { sessions } from './schema'

/**
 * Gives a session a new id and JWT (OWASP ASVS 7.2.4) after a proof was given in it, or after the address that its JWT
 * names changed (`none`). The old JWT is refused from then on; the time at which the session ends stays.
 * @returns null when the session ended meanwhile
 */
export async function renewSession(
  { db, env, now }: InTransaction,
  session: Pick<ActiveSession, 'id'> & { user: { id: number; email: string } },
  proof: 'none' | 'password' | 'factor' = 'password',
): Promise<IssuedSession | null> {
  const at = now()
  const [row] = await db
    .select({ expiresAt: sessions.expiresAt, handle: sessions.handle })
    .from(sessions)
    .where(eq(sessions.id, session.id))
    .for('update')
  if (!row) return null
  const { expiresAt, handle } = row
  const sid = newSessionId()
  const { id: userId, email } = session.user
  const jwt = await signSession(env, { userId, email, sid, issuedAt: at, expiresAt })
  await db
    .update(sessions)
    .set({
      id: sid,
      tokenHash: sha256(jwt),
      passwordAt: proof === 'none' ? undefined : at,
      factorAt: proof === 'factor' ? at : undefined,
      lastSeenAt: at,
    })
    .where(eq(sessions.id, session.id))
  return { id: sid, handle, jwt, expiresAt }
}
