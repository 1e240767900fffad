import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { CoreContext } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { readRow } from '../row/row'
import { sessions } from '../schema'
import { isChallenge } from './challenge'
import { BIND_PATHS } from './offer'
import { isSignedBy, type PublicJwk, readKey, readProof } from './proof'
import { sessionKeys } from './schema'

/** A request to register a key. `proof`: the header `Secure-Session-Response`. */
type Registration = { jwt: string | null; proof: string | null }

/** `role` and `userId`: whose session was bound. */
export type Bound = { dbscId: string; userId: number }

type Refusal = 'unauthenticated' | 'device_proof_wrong' | 'already_bound'

/** The key in a proof that it signed itself, over a challenge for this session; null for all else. */
function keyIn(
  ctx: CoreContext,
  handle: string,
  text: string | null,
): { alg: string; jwk: PublicJwk } | null {
  const proof = text === null ? null : readProof(text, ctx.env.appUrl + BIND_PATHS.start)
  if (!proof || !isChallenge(ctx, { of: 'registration', id: handle }, proof.challenge)) return null
  const jwk = readKey(proof.alg, proof.jwk)
  if (!jwk) return null
  const key = { alg: proof.alg, jwk }
  return isSignedBy(proof, key) ? key : null
}

/**
 * Binds a session to the key of its browser. The challenge was offered with the sign-in alone, so that a copied session cannot be bound by
 * its thief; and a session that has a key keeps it.
 */
export async function registerKey(
  ctx: CoreContext,
  { jwt, proof }: Registration,
): Promise<Result<Bound, Refusal>> {
  const found = await readRow(ctx, jwt)
  if (!found) return fail('unauthenticated')
  if (ctx.env.sessionBinding === 'off') return fail('device_proof_wrong')
  const { sid, row } = found
  if (row.key) return fail('already_bound')
  const key = keyIn(ctx, row.handle, proof)
  if (!key) return fail('device_proof_wrong')
  const dbscId = randomBytes(16).toString('base64url')
  const { rowCount } = await ctx.db.execute(sql`
    insert into ${sessionKeys} (session_id, dbsc_id, jwk, alg, registered_at)
    select ${sessions.id}, ${dbscId}, ${JSON.stringify(key.jwk)}::jsonb, ${key.alg}, ${ctx.now()}
    from ${sessions} where ${sessions.id} = ${sid}
    on conflict (session_id) do nothing`)
  // Another registration was faster, or the session ended or was renewed meanwhile.
  return rowCount === 1 ? ok({ dbscId, userId: row.id }) : fail('already_bound')
}
