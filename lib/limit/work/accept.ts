import { verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { given, namedStatement } from '../../db/statement/named'
import type { CoreContext } from '../../kernel/context'
import { sha256 } from '../../kernel/seal'
import { placeNames, signingKeys, WORK, type WorkPlace } from './challenge'
import { usedWork } from './schema'

const hex = (bytes: number) =>
  z
    .string()
    .length(2 * bytes)
    .regex(/^[0-9a-f]+$/)

/** A solution beside its challenge, which has the difficulty of today. */
const payload = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal(WORK.algorithm),
      cost: z.literal(WORK.cost),
      keyLength: z.literal(WORK.keyLength),
      keyPrefix: z.literal(WORK.keyPrefix),
      nonce: hex(16),
      salt: hex(16),
      data: z.strictObject({ place: hex(32), until: z.int() }),
    }),
    signature: hex(32),
  }),
  solution: z.object({ counter: z.int().min(0), derivedKey: hex(WORK.keyLength) }),
})

type Payload = z.output<typeof payload>

function readPayload(work: string): Payload | undefined {
  try {
    return payload.safeParse(JSON.parse(Buffer.from(work, 'base64').toString())).data
  } catch {
    return undefined
  }
}

/** One row for each proof that counted; of simultaneous uses one gets it. */
const use = namedStatement<Record<string, unknown>, { isFirst: boolean }>(
  'use_work',
  () => sql`
  insert into ${usedWork} (challenge_hash, expires_at)
  values (${given('challenge', 'bytea')}, ${given('until', 'timestamptz')})
  on conflict do nothing returning true as "isFirst"`,
)

/** The signature is checked before anything is derived, so that a made-up challenge costs nothing. */
async function isSolved(ctx: CoreContext, { challenge, solution }: Payload): Promise<boolean> {
  for (const hmacSignatureSecret of signingKeys(ctx)) {
    const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret })
    if (verified) return true
  }
  return false
}

/**
 * Takes a proof of work: base64 of the JSON of a challenge and its solution. One that is forged, for another place, too old, unsolved or
 * used is as good as none, so that a person whose network changed meanwhile goes on as anybody.
 * @returns whether it counts. It does so once.
 */
export async function acceptWork(
  ctx: CoreContext,
  place: WorkPlace,
  work: string | undefined,
): Promise<boolean> {
  const read = work === undefined ? undefined : readPayload(work)
  if (!read) return false
  const { nonce, data } = read.challenge.parameters
  if (data.until <= ctx.now().getTime() || !placeNames(ctx, place).includes(data.place)) return false
  if (!(await isSolved(ctx, read))) return false
  const used = await use(ctx, { challenge: sha256(nonce), until: new Date(data.until) })
  if (used.length === 0) return false
  ctx.log.info('work_accepted', { kind: place.purpose })
  return true
}
