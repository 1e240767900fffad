import { type PublicUser, publicUser } from '../account/account'
import type { Role } from '../account/role'
import type { CoreContext, KeySigns, Visitor } from '../kernel/context'
import { judgeRequest, type Verdict } from './bind/state'
import { recordSeen } from './last-seen'
import type { SessionRow } from './row/line'
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
  /** The browser registered a key for it (`lib/session/bind`). */
  isBound: boolean
}

/** The parts of a request that a session is read from. */
export type Presented = Pick<Visitor, 'jwt' | 'keySigns'>

/** A session that is let in, or why there is none. `none`: no valid session; else it has a key, and the proof of it is missing. */
export type CheckedSession =
  | { verdict: 'let_in'; session: ActiveSession }
  | { verdict: Exclude<Verdict, 'let_in'>; session: ActiveSession }
  | { verdict: 'none'; session: null }

/** A browser that says nothing about a key. */
const SILENT: KeySigns = { cookie: null, couldNotRenew: false, isArrival: false }

const activeSession = (sid: string, row: SessionRow): ActiveSession => ({
  id: sid,
  handle: row.handle,
  user: publicUser(row),
  role: row.role,
  passwordAt: row.passwordAt ?? row.createdAt,
  factorAt: row.factorAt,
  factors: { totp: row.secondFactorSince !== null, passkeys: row.passkeys },
  hasPassword: row.hasPassword,
  isBound: row.key !== null,
})

/**
 * Checks the session of a request. The signature is checked first, so that a forged JWT costs no query; then the row decides, so that an
 * ended session, or one of a disabled account, is refused on the next request; then the key of its browser, where it has one.
 * @param doesPeek a page asks by itself, for example every few seconds. It does not count as the person's, so it does not keep an idle
 *   session alive
 */
export async function checkSession(
  ctx: CoreContext,
  { jwt, keySigns }: Presented,
  doesPeek = false,
): Promise<CheckedSession> {
  const found = await readRow(ctx, jwt)
  if (!found) return { verdict: 'none', session: null }
  const { sid, row } = found
  const verdict = judgeRequest(ctx, row.key, keySigns)
  if (verdict === 'let_in' && !doesPeek) noteUse(ctx, sid, row)
  return { verdict, session: activeSession(sid, row) }
}

function noteUse(ctx: CoreContext, sid: string, row: SessionRow): void {
  const { id: userId, role, sessionSeenAt, userSeenAt } = row
  recordSeen(ctx, { sid, userId, isOperator: role === 'operator', sessionSeenAt, userSeenAt })
}

const letIn = ({ verdict, session }: CheckedSession): ActiveSession | null =>
  verdict === 'let_in' ? session : null

/** The session of a JWT that is let in, or null: for what goes on without one. The request counts as the person's own (`last-seen.ts`). */
export const readSession = async (
  ctx: CoreContext,
  jwt: string | null,
  keySigns = SILENT,
): Promise<ActiveSession | null> => letIn(await checkSession(ctx, { jwt, keySigns }))

/** The same for a request that a page makes by itself. */
export const peekSession = async (
  ctx: CoreContext,
  jwt: string | null,
  keySigns = SILENT,
): Promise<ActiveSession | null> => letIn(await checkSession(ctx, { jwt, keySigns }, true))

/**
 * The session of a JWT, whether or not its key is proven: says whose a browser's cookie is, where that alone matters, and never what the
 * browser may do.
 */
export const recogniseSession = async (ctx: CoreContext, jwt: string | null): Promise<ActiveSession | null> =>
  (await checkSession(ctx, { jwt, keySigns: SILENT }, true)).session
