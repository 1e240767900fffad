import { findAccount } from '../account/find'
import type { CoreContext, Visitor } from '../kernel/context'
import { type Origin, originOf } from '../session/client/trace'

/** Origin of what an operator does outside a transaction: a look at a page, an export. `handle`: of their session. */
export async function operatorOrigin(
  ctx: CoreContext,
  { id, handle, visitor }: { id: number; handle: string; visitor: Visitor },
): Promise<Origin | null> {
  const operator = await findAccount(ctx, id)
  return operator ? originOf(ctx, operator, visitor, handle) : null
}
