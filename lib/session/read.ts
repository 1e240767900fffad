import { type PublicUser, publicUser } from '../account/account'
import type { Role } from '../account/role'
import type { CoreContext } from '../kernel/context'
import { noteSeen } from './last-seen'
import { readRow, type SessionRow } from './row'

/** A signed-in person, as the rows say at this moment. */
export type ActiveSession = {
  id: string
  user: PublicUser
  role: Role
  /** When the password was last given in this session. */
  passwordAt: Date
}

const activeSession = (sid: string, row: SessionRow): ActiveSession => ({
  id: sid,
  user: publicUser(row),
  role: row.role,
  passwordAt: row.passwordAt ?? row.createdAt,
})

/**
 * Who is signed in with this JWT, or null. The signature is checked first, so that a forgery costs no database
 * work; then the row decides, so that an ended session, or one of a disabled account, is refused on the very next
 * request. The request counts as the person's own (`last-seen.ts`).
 */
export async function readSession(ctx: CoreContext, jwt: string | null): Promise<ActiveSession | null> {
  const found = await readRow(ctx, jwt)
  if (!found) return null
  const { sid, row } = found
  const isOperator = row.role === 'operator'
  noteSeen(ctx, {
    sid,
    userId: row.id,
    isOperator,
    sessionSeenAt: row.sessionSeenAt,
    userSeenAt: row.userSeenAt,
  })
  return activeSession(sid, row)
}

/**
 * The same for a request that a page makes by itself, such as looking for news every few seconds: it is no sign of
 * the person, so it does not keep an idle session alive.
 */
export async function peekSession(ctx: CoreContext, jwt: string | null): Promise<ActiveSession | null> {
  const found = await readRow(ctx, jwt)
  return found && activeSession(found.sid, found.row)
}
