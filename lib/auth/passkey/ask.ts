import { requestOptions } from '../../factor/passkey/use'
import type { CoreContext, Visitor } from '../../kernel/context'
import { ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'

type Options = Awaited<ReturnType<typeof requestOptions>>

/**
 * Options to use a passkey with (specification 4.6): `PublicKeyCredentialRequestOptionsJSON`. Good once, for five minutes; in a session,
 * for it alone.
 */
export async function askForPasskey(
  ctx: CoreContext,
  session: { handle: string } | null,
  { network }: Pick<Visitor, 'network'>,
): Promise<Result<Options, 'rate_limited'>> {
  const limited = await consume(ctx, ['passkeyByNetwork', network])
  return limited.ok ? ok(await requestOptions(ctx, session?.handle ?? null)) : limited
}
