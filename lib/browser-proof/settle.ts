import { sql } from 'drizzle-orm'
import { given, namedStatement } from '../db/statement/named'
import { shift } from '../kernel/clock'
import type { InTransaction } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import type { JudgedProof } from './judge'
import type { ProofRefusal } from './refusals'
import { browserProofs } from './schema'

type Values = { nonce: Buffer | null; refusal: ProofRefusal | null; now: Date; until: Date }

/** Of simultaneous uses of a nonce one gets the row. */
const store = namedStatement<Values, { isFirst: boolean }>(
  'settle_browser_proof',
  () => sql`
  insert into ${browserProofs} (nonce_hash, refusal, created_at, expires_at)
  values (${given('nonce', 'bytea')}, ${given('refusal', 'text')}, ${given('now', 'timestamptz')}, ${given('until', 'timestamptz')})
  on conflict do nothing returning true as "isFirst"`,
)

const noteRefusal = async (t: InTransaction, refusal: ProofRefusal): Promise<ProofRefusal> => {
  const now = t.now()
  await store(t, { nonce: null, refusal, now, until: now })
  return refusal
}

/**
 * Uses the proof that came with a sign-up, in its transaction, and counts a refusal.
 * @returns null: it counts, for once. Without a proof, `undefined`
 */
export async function settleProof(
  t: InTransaction,
  proof: JudgedProof | undefined,
): Promise<ProofRefusal | null | undefined> {
  if (!proof) return undefined
  if ('refusal' in proof) return noteRefusal(t, proof.refusal)
  const now = t.now()
  const until = shift(now, LIFETIMES.proofNonce)
  const used = await store(t, { nonce: sha256(proof.nonce), refusal: null, now, until })
  return used.length > 0 ? null : noteRefusal(t, 'used_nonce')
}
