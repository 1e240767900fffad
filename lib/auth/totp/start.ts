import { transaction } from '../../db/transaction'
import { qrOf, secretUri } from '../../factor/totp/secret'
import { startTotp } from '../../factor/totp/store'
import type { CoreContext } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

/** An authenticator app to set up. `secret`: base 32, for typing. `uri` and `qr` (SVG) hold it, too. */
type Setup = { secret: string; uri: string; qr: string }

/** Makes a secret for an authenticator app (specification 4.5). It is no factor before a code proved that the app has it. */
export const startTotpSetup = (
  ctx: CoreContext,
  session: ActiveSession,
): Promise<Result<Setup, 'unauthenticated' | 'factor_on'>> =>
  transaction(ctx, async (t) => {
    const { id } = session.user
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    if (account.secondFactorSince) return fail('factor_on')
    const secret = await startTotp(t, id)
    const uri = secretUri(secret, account.email)
    return ok({ secret, uri, qr: qrOf(uri) })
  })
