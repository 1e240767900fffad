import { and, eq, isNull } from 'drizzle-orm'
import { users } from '../../account/schema'
import type { CoreContext } from '../../kernel/context'
import { isOver } from '../row/row'
import { sessions } from '../schema'
import { isChallenge } from './challenge'
import { BIND_PATHS } from './offer'
import { isSignedBy, type PublicJwk, readProof } from './proof'
import { sessionKeys } from './schema'
import { REFRESHES, type RefreshAnswer, type RefreshedRow, type RefreshProof } from './state'

/** A refresh, as the browser sends it: the binding's name alone says which session it is for. */
type Refresh = { dbscId: string; proof: string | null }

/** `isWrong`: a proof was given that no key of this binding made. */
export type Refreshed = { answer: RefreshAnswer; isWrong: boolean; userId?: number }

type Key = { sessionId: string; userId: number; jwk: PublicJwk; alg: string }

/** Reads the key of a binding; null where its session is over. No cookie is asked: the browser may send none of ours along. */
async function readBinding({ db, now }: CoreContext, dbscId: string): Promise<Key | null> {
  const [row] = await db
    .select({
      sessionId: sessionKeys.sessionId,
      userId: sessions.userId,
      jwk: sessionKeys.jwk,
      alg: sessionKeys.alg,
      role: users.role,
      createdAt: sessions.createdAt,
      sessionSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessionKeys)
    .innerJoin(sessions, eq(sessions.id, sessionKeys.sessionId))
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.disabledAt)))
    .where(eq(sessionKeys.dbscId, dbscId))
  if (!row || row.expiresAt <= now() || isOver(row, now())) return null
  return { sessionId: row.sessionId, userId: row.userId, jwk: row.jwk as PublicJwk, alg: row.alg }
}

function judgeProof(ctx: CoreContext, { dbscId, proof: text }: Refresh, key: Key): RefreshProof {
  if (text === null) return 'none'
  const proof = readProof(text, ctx.env.appUrl + BIND_PATHS.refresh)
  if (!proof || !isSignedBy(proof, key)) return 'wrong'
  return isChallenge(ctx, { of: 'binding', id: dbscId }, proof.challenge) ? 'right' : 'old'
}

/** Ends a binding that the configuration no longer wants, so that it cannot refuse anybody if it is wanted again. */
const dropKey = ({ db }: CoreContext, dbscId: string) =>
  db.delete(sessionKeys).where(eq(sessionKeys.dbscId, dbscId))

/** Judges a refresh by the state table, and does what the answer says. It does not count as a request of the person. */
export async function refreshBinding(ctx: CoreContext, refresh: Refresh): Promise<Refreshed> {
  const { dbscId } = refresh
  const key = await readBinding(ctx, dbscId)
  const row: RefreshedRow = key === null ? 'gone' : ctx.env.sessionBinding === 'off' ? 'off' : 'bound'
  const proof = key === null ? 'none' : judgeProof(ctx, refresh, key)
  const answer = REFRESHES[row][proof]
  if (row === 'off') await dropKey(ctx, dbscId)
  if (answer === 'renew')
    await ctx.db.update(sessionKeys).set({ refreshedAt: ctx.now() }).where(eq(sessionKeys.dbscId, dbscId))
  return { answer, isWrong: proof === 'wrong' && answer === 'challenge', userId: key?.userId }
}
