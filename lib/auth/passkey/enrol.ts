import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { noticeWayIn } from '../../factor/notice'
import { checkEnrolment, storePasskey } from '../../factor/passkey/enrol'
import type { EnrolmentResponse } from '../../factor/passkey/response'
import type { OwnPasskey } from '../../factor/passkey/store'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { describeClient } from '../../session/client'
import { originOf } from '../../session/client/trace'
import type { IssuedSession } from '../../session/issue'
import type { ActiveSession } from '../../session/read'
import { renewSession } from '../../session/renew'
import { lockOwner } from '../../session/row/lock-owner'

/** `session`: this one, under a new JWT. */
type Enrolled = { passkey: OwnPasskey; session: IssuedSession }

type Refusal = 'unauthenticated' | 'invalid_input'

type Enrolment = { session: ActiveSession; response: EnrolmentResponse; name?: string }

/** Without a model that we know: the browser and the system in which the passkey was made. */
async function fallbackName(ctx: CoreContext, visitor: Visitor): Promise<string> {
  const { browser, system } = await describeClient(ctx, visitor)
  return (
    [browser, system].filter(Boolean).join(' · ') || (visitor.locale === 'fr' ? 'Clé d’accès' : 'Passkey')
  )
}

/**
 * Adds the passkey that an authenticator just made (specification 4.6). The owner is told by mail. Where it
 * verified its person, the session counts as one that gave a factor. It goes on under a new JWT in any case.
 */
export async function enrolPasskey(
  ctx: CoreContext,
  { session, response, name }: Enrolment,
  visitor: Visitor,
): Promise<Result<Enrolled, Refusal>> {
  const made = await checkEnrolment(ctx, response, session.handle)
  const { transports } = response.response
  const fallback = await fallbackName(ctx, visitor)
  const done = await transaction(ctx, (t) =>
    store(t, { session, given: { made, name, fallback, transports } }, visitor),
  )
  if (done.ok) ctx.log.info('passkey_added', { userId: session.user.id })
  return done
}

async function store(
  t: InTransaction,
  { session, given }: { session: ActiveSession; given: Parameters<typeof storePasskey>[2] },
  visitor: Visitor,
): Promise<Result<Enrolled, Refusal>> {
  const { id: userId } = session.user
  const account = await lockOwner(t, session)
  if (!account) return fail('unauthenticated')
  const stored = await storePasskey(t, account, given)
  if (!stored.ok) return stored
  const renewed = await renewSession(t, session, given.made?.userVerified ? 'factor' : 'none')
  if (!renewed) throw new Error('an open session could not be renewed under the lock of its account')
  const origin = await originOf(t, account, visitor, renewed.handle)
  await recordEvent(t, { type: 'passkey_added', userId, actorId: userId, origin })
  await noticeWayIn(t, 'factor_added', account, 'passkey')
  return ok({ passkey: stored.value, session: renewed })
}
