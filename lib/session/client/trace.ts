import type { CoreContext, Visitor } from '../../kernel/context'
import { type Client, describeClient } from '../client'
import { networkHash } from './network-hash'

/** Traces that a client leaves in a session and in events: names without versions, and no address. Null: not known. */
export type Trace = Client & { network: Buffer | null }

/** The session and the client that an event comes from; `session` is the session's handle, null where there was none. */
export type Origin = Trace & { session: string | null }

/** The traces of a visitor, for one account. Once in the account's life it stores a key: hand in the transaction's context. */
export async function traceVisitor(
  ctx: CoreContext,
  account: { id: number; networkKey: string | null },
  visitor: Visitor,
): Promise<Trace> {
  return { ...(await describeClient(ctx, visitor)), network: await networkHash(ctx, account, visitor) }
}

/**
 * The origin of an event that `account` causes with this request, for `recordEvent`. `session`: the handle of the session that it is
 * made in. As `traceVisitor`, it belongs into the transaction.
 */
export const originOf = async (
  t: CoreContext,
  account: { id: number; networkKey: string | null },
  visitor: Visitor,
  session: string | null = null,
): Promise<Origin> => ({ session, ...(await traceVisitor(t, account, visitor)) })
