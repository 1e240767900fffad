import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { verifySession } from '../jwt'
import type { SessionRow } from './line'
import { readSessionRow } from './read-rows'

/** True when an operator's session is past its age or idle limit. Members' sessions have neither. */
export function isOver(
  { role, createdAt, sessionSeenAt }: Pick<SessionRow, 'role' | 'createdAt' | 'sessionSeenAt'>,
  now: Date,
): boolean {
  if (role !== 'operator') return false
  const lastUse = sessionSeenAt ?? createdAt
  return now >= shift(createdAt, LIFETIMES.operatorSession) || now >= shift(lastUse, LIFETIMES.operatorIdle)
}

/** The row that a JWT names; null when the JWT is not ours, the session ended, or the account is disabled or gone. */
export async function readRow(
  ctx: CoreContext,
  jwt: string | null,
): Promise<{ sid: string; row: SessionRow } | null> {
  const at = ctx.now()
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, at)
  if (jwt === null || claims === null) return null
  const row = await readSessionRow(ctx.db, { jwt, claims })
  return row === null || row.expiresAt <= at || isOver(row, at) ? null : { sid: claims.sid, row }
}
