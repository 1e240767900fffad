import { findAccount } from '../account/find'
import { countRecoveryCodes } from '../factor/recovery-code/store'
import { findRemoval } from '../factor/removal/pending'
import type { CoreContext } from '../kernel/context'

/** The second factor of an account, as its person sees it. Times are ISO 8601. */
export type OwnFactors = {
  /** Null: no authenticator app is on. */
  totpSince: string | null
  /** Recovery codes that are left. */
  recoveryCodes: number
  /** The wait of somebody who says that the factor is lost. */
  removal: { requestedAt: string; dueAt: string } | null
}

export async function readFactors(ctx: CoreContext, userId: number): Promise<OwnFactors> {
  const [account, recoveryCodes, removal] = await Promise.all([
    findAccount(ctx, userId),
    countRecoveryCodes(ctx, userId),
    findRemoval(ctx, userId),
  ])
  return {
    totpSince: account?.secondFactorSince?.toISOString() ?? null,
    recoveryCodes,
    removal: removal && {
      requestedAt: removal.requestedAt.toISOString(),
      dueAt: removal.dueAt.toISOString(),
    },
  }
}
