import type { CoreContext, Visitor } from '../../kernel/context'
import { recogniseSession } from '../read'

/** The handle of the visitor's session if it is one of this account, for an event that needs no session; else null. */
export async function presentedHandle(
  ctx: CoreContext,
  { jwt }: Pick<Visitor, 'jwt'>,
  userId: number,
): Promise<string | null> {
  const session = await recogniseSession(ctx, jwt)
  return session?.user.id === userId ? session.handle : null
}
