import { type PublicUser, publicUser } from '../account/account'
import type { Role } from '../account/role'
import type { CoreContext } from '../kernel/context'
import { recordSeen } from './last-seen'
import type { SessionRow } from './row/read-rows'
import { readRow } from './row/row'

/** `totp`: an authenticator app is asked at sign-in. `passkeys`: their number. */
export type Factors = { totp: boolean; passkeys: number }

/** A valid session and its account, as stored now. */
export type ActiveSession = {
  id: string
  /** Names the session to people: stays when it is renewed, and opens nothing. */
  handle: string
  user: PublicUser
  role: Role
  /** When a proof was last given in this session: its sign-in, a password or a factor. */
  passwordAt: Date
  /** When a second factor or a passkey was last given in this session. Null: never. */
  factorAt: Date | null
  /** The account's factors. */
  factors: Factors
  /** False: the person signs in through a provider, or with a passkey. */
  hasPassword: boolean
}

const activeSession = (sid: string, row: SessionRow): ActiveSession => ({
  id: sid,
  handle: row.handle,
  user: publicUser(row),
  role: row.role,
  passwordAt: row.passwordAt ?? row.createdAt,
  factorAt: row.factorAt,
  factors: { totp: row.secondFactorSince !== null, passkeys: row.passkeys },
  hasPassword: row.hasPassword,
})

/**
 * The session of a JWT, or null. The signature is checked first, so that a forged JWT costs no query; then the row
 * decides, so that an ended session, or one of a disabled account, is refused on the next request. The request counts
 * as the person's own (`last-seen.ts`).
 */
export async function readSession(ctx: CoreContext, jwt: string | null): Promise<ActiveSession | null> {
  const found = await readRow(ctx, jwt)
  if (!found) return null
  const { sid, row } = found
  const isOperator = row.role === 'operator'
  recordSeen(ctx, {
    sid,
    userId: row.id,
    isOperator,
    sessionSeenAt: row.sessionSeenAt,
    userSeenAt: row.userSeenAt,
  })
  return activeSession(sid, row)
}

/**
 * The same for a request that a page makes by itself, for example every few seconds. It does not count as the person's,
 * so it does not keep an idle session alive.
 */
export async function peekSession(ctx: CoreContext, jwt: string | null): Promise<ActiveSession | null> {
  const found = await readRow(ctx, jwt)
  return found && activeSession(found.sid, found.row)
}
