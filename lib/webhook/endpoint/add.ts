import { isNull } from 'drizzle-orm'
import { users } from '../../account/schema'
import { transaction } from '../../db/transaction'
import type { DataContext } from '../../kernel/context'
import type { Env } from '../../kernel/env/env'
import { webhookEndpoints } from '../schema'
import { newSecret, sealSecret } from '../secret'
import { listEndpoints, MAX_ENDPOINTS } from './endpoint'

type Added = { id: number; secret: string }

/** `unnamed`: accounts have no subject yet, so that events could not name their person. */
type NotAdded = 'too_many' | 'unnamed'

/** Adds an endpoint. Its secret is known only now; the row keeps it sealed. */
export const addEndpoint = (
  ctx: DataContext & { env: Pick<Env, 'authSecrets'> },
  { url, events }: { url: string; events: string[] },
): Promise<Added | NotAdded> =>
  transaction(ctx, async (t) => {
    if ((await listEndpoints(t)).length >= MAX_ENDPOINTS) return 'too_many'
    const unnamed = await t.db.select({ id: users.id }).from(users).where(isNull(users.subject)).limit(1)
    if (unnamed.length > 0) return 'unnamed'
    const secret = newSecret()
    const [added] = await t.db
      .insert(webhookEndpoints)
      .values({ url, events, secret: sealSecret(ctx.env, url, secret) })
      .returning({ id: webhookEndpoints.id })
    if (!added) throw new Error('an insert returned no row')
    return { id: added.id, secret }
  })
