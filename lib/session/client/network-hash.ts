import { makeNetworkKey } from '../../account/change'
import type { CoreContext, Visitor } from '../../kernel/context'
import { keyedHash } from '../../kernel/seal'

type Account = { id: number; networkKey: string | null }

/**
 * Hash of a visitor's network for one account: equal networks have equal hashes there, and nowhere else. Its key lies in the
 * account's row, so that nobody can tell the network once the row is deleted.
 */
export async function networkHash(ctx: CoreContext, account: Account, visitor: Visitor): Promise<Buffer> {
  const key = account.networkKey ?? (await makeNetworkKey(ctx, account.id))
  return keyedHash(ctx.env, 'account-network', `${key} ${visitor.network}`)
}
