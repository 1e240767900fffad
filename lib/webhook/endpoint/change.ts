import { eq } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import type { Env } from '../../kernel/env/env'
import { LIFETIMES } from '../../kernel/lifetimes'
import { webhookEndpoints } from '../schema'
import { newSecret, sealSecret } from '../secret'
import { type Endpoint, lockEndpoint } from './endpoint'

const change = async (
  t: InTransaction<DataContext>,
  id: number,
  set: { [Key in keyof typeof webhookEndpoints.$inferInsert]?: unknown },
): Promise<void> => {
  await t.db
    .update(webhookEndpoints)
    .set(set as typeof webhookEndpoints.$inferInsert)
    .where(eq(webhookEndpoints.id, id))
}

/** Removes an endpoint, with all that waits for it. @returns false when there was none */
export async function removeEndpoint({ db }: DataContext, id: number): Promise<boolean> {
  const removed = await db
    .delete(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id))
    .returning({ id: webhookEndpoints.id })
  return removed.length > 0
}

/** Gives an endpoint a new secret; the one before signs beside it for a day. @returns the new one; null: there is no such endpoint */
export const rotateSecret = (
  ctx: DataContext & { env: Pick<Env, 'authSecrets'> },
  id: number,
): Promise<string | null> =>
  transaction(ctx, async (t) => {
    const endpoint = await lockEndpoint(t, id)
    if (!endpoint) return null
    const secret = newSecret()
    await change(t, id, {
      secret: sealSecret(ctx.env, endpoint.url, secret),
      previousSecret: endpoint.secret,
      previousUntil: sharedNow(t, LIFETIMES.webhookRotation),
    })
    return secret
  })

/** Switches a locked endpoint off: nothing is sent to it, and what waits for it is given up. */
export const switchOff = (
  t: InTransaction<DataContext>,
  { id }: Pick<Endpoint, 'id'>,
  offReason: NonNullable<Endpoint['offReason']>,
): Promise<void> => change(t, id, { offAt: sharedNow(t), offReason })

/** Switches a locked endpoint on again. What happened meanwhile comes by a replay. */
export const switchOn = (t: InTransaction<DataContext>, { id }: Pick<Endpoint, 'id'>): Promise<void> =>
  change(t, id, { offAt: null, offReason: null })
