import { and, desc, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { transaction } from '../db/transaction'
import { SECOND, shift } from '../kernel/clock'
import type { CoreContext, InTransaction } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { newKey, openKey, type SigningKey } from './key'
import { type PublicJwk, serviceKeys } from './schema'

/** Keeps our advisory lock apart from others': any number. */
const KEYS_LOCK = 5_204_711

type Row = typeof serviceKeys.$inferSelect

const isPublished = (now: Date): SQL | undefined =>
  or(isNull(serviceKeys.retiresAt), gt(serviceKeys.retiresAt, now))

/** One process at a time makes keys. */
const alone = <T>(ctx: CoreContext, work: (t: InTransaction) => Promise<T>): Promise<T> =>
  transaction(ctx, async (t) => {
    await t.db.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`)
    return work(t)
  })

/** A key retires an hour after the next one began to sign: the tokens it signed last five minutes. */
const retireOlder = (t: InTransaction) =>
  t.db.execute(sql`update ${serviceKeys} set retires_at = followed.at + make_interval(secs => ${LIFETIMES.serviceKeyOverlap / SECOND})
    from (select kid, lead(signs_at) over (order by signs_at, created_at, kid) as at from ${serviceKeys}) as followed
    where ${serviceKeys.kid} = followed.kid and followed.at is not null`)

async function addKey(t: InTransaction, signsAt: Date): Promise<Row> {
  const made = await newKey(t.env)
  const [row] = await t.db
    .insert(serviceKeys)
    .values({ ...made, createdAt: t.now(), signsAt })
    .returning()
  if (!row) throw new Error('an insert returned no row')
  await retireOlder(t)
  return row
}

/** The key that signs now, and opens; the newest first. */
async function findSigner(ctx: CoreContext): Promise<SigningKey | undefined> {
  const rows = await ctx.db
    .select()
    .from(serviceKeys)
    .where(and(lte(serviceKeys.signsAt, ctx.now()), isPublished(ctx.now())))
    .orderBy(desc(serviceKeys.signsAt), desc(serviceKeys.createdAt), desc(serviceKeys.kid))
  for (const row of rows) {
    const key = openKey(ctx.env, row)
    if (key) return { kid: row.kid, key }
  }
  return undefined
}

/** The key that signs now. Makes the first, and a new one where no configured `AUTH_SECRET` opens any. */
export async function signingKey(ctx: CoreContext): Promise<SigningKey> {
  const found = await findSigner(ctx)
  if (found) return found
  await alone(ctx, async (t) => {
    if (await findSigner(t)) return
    await addKey(t, t.now())
    t.log.info('service_key_made')
  })
  const made = await findSigner(ctx)
  if (!made) throw new Error('a key that was just made does not sign')
  return made
}

/** Every key that a token may be signed with now, soon, or was until an hour ago (RFC 7517). Makes the first where there is none. */
export async function publishedKeys(ctx: CoreContext): Promise<PublicJwk[]> {
  const found = await readPublished(ctx)
  if (found.length > 0) return found
  await signingKey(ctx)
  return await readPublished(ctx)
}

async function readPublished(ctx: CoreContext): Promise<PublicJwk[]> {
  const rows = await ctx.db
    .select({ publicJwk: serviceKeys.publicJwk })
    .from(serviceKeys)
    .where(isPublished(ctx.now()))
    .orderBy(serviceKeys.signsAt, serviceKeys.kid)
  return rows.map(({ publicJwk }) => publicJwk)
}

/**
 * Makes and publishes the next key, which signs a day later by itself, or at once with `isUrgent`. The one before it stays published
 * for an hour more.
 */
export function rotateKeys(
  ctx: CoreContext,
  { isUrgent }: { isUrgent: boolean },
): Promise<{ kid: string; signsAt: Date }> {
  return alone(ctx, async (t) => {
    const signsAt = isUrgent ? t.now() : shift(t.now(), LIFETIMES.serviceKeyNotice)
    const { kid } = await addKey(t, signsAt)
    return { kid, signsAt }
  })
}
