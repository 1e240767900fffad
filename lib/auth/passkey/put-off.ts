import { setPasskeyOffer } from '../../account/change'
import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'

/** "Later": no passkey is offered to this account for thirty days. */
export const putPasskeyOff = (ctx: CoreContext, userId: number): Promise<void> =>
  setPasskeyOffer(ctx, userId, shift(ctx.now(), LIFETIMES.passkeyOffer))
