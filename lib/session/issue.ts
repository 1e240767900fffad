import { randomBytes, randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Account } from '../account/account'
import { given } from '../db/statement/named'
import { SECOND, shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import { signSession } from './jwt'
import { sessions } from './schema'

/** A new session. Its JWT is known only now; the row stores its hash. `handle` names it to people. */
export type IssuedSession = { id: string; handle: string; jwt: string; expiresAt: Date }

/** 128 random bits (OWASP Session Management Cheat Sheet asks for 64). */
export const newSessionId = (): string => randomBytes(16).toString('base64url')

/** A session that is made, and not stored yet. */
export type NewSession = { session: IssuedSession; values: Record<string, unknown> }

/** Makes a session's id and JWT, and the values of `issuing`. Only the SHA-256 of the JWT is stored. */
export async function newSession(
  { env, now }: CoreContext,
  { id: userId, email }: Pick<Account, 'id' | 'email'>,
): Promise<NewSession> {
  // JWT times are whole seconds; the row expires at exactly the second the JWT does.
  const issuedAt = new Date(Math.floor(now().getTime() / SECOND) * SECOND)
  const expiresAt = shift(issuedAt, LIFETIMES.session)
  const id = newSessionId()
  const handle = randomUUID()
  const jwt = await signSession(env, { userId, email, sid: id, issuedAt, expiresAt })
  const values = { sid: id, tokenHash: sha256(jwt), issuedAt, expiresAt, session: handle }
  return { session: { id, handle, jwt, expiresAt }, values }
}

/** Stores a new session, where `gate` yields its account's `id`: a part of a statement. */
export const issuing = (gate: SQL): SQL => sql`
  insert into ${sessions} (id, user_id, token_hash, expires_at, created_at, handle, browser, system, country, network,
    factor_at)
  select ${given('sid', 'text')}, id, ${given('tokenHash', 'bytea')}, ${given('expiresAt', 'timestamptz')},
    ${given('issuedAt', 'timestamptz')}, ${given('session', 'uuid')}, ${given('browser', 'text')},
    ${given('system', 'text')}, ${given('country', 'text')}, ${given('network', 'bytea')},
    ${given('factorAt', 'timestamptz')}
  from ${gate}`
