import { recordEvent } from '../../audit/record'
import type { EventType } from '../../audit/types'
import { transaction } from '../../db/transaction'
import type { CoreContext, InTransaction, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { traceVisitor } from '../../session/client/trace'
import { endOtherSessions, endSessionOf } from '../../session/end'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

/** `ended`: sessions that ended, each refused on its very next request. */
type Ended = { ended: number }

type Client = { browser: string | null; system: string | null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Ends the session of this account that has this handle. Another person's, one that ended already and one that never was are
 * the same: none ends. `isOwn`: the session ended itself; `client`: whose it was.
 */
export const endOneOwnSession = (
  ctx: CoreContext,
  session: ActiveSession,
  named: string,
  visitor: Visitor,
): Promise<Result<Ended & { isOwn: boolean; client: Client }, 'unauthenticated'>> => {
  const handle = named.toLowerCase()
  const isOwn = handle === session.handle
  return ending(ctx, session, visitor, async (t) => {
    const client = UUID.test(handle) ? await endSessionOf(t, session.user.id, handle) : null
    return {
      ended: client ? 1 : 0,
      isOwn,
      client: client ?? { browser: null, system: null },
      event: isOwn ? 'signed_out' : 'session_ended',
    }
  })
}

/** Ends every session of the account but this one. */
export const endOtherOwnSessions = (
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<Ended, 'unauthenticated'>> =>
  ending(ctx, session, visitor, async (t) => {
    const ended = await endOtherSessions(t, session.user.id, session.id)
    return { ended, event: 'others_ended', detail: String(ended) }
  })

type Act = Ended & { event: EventType; detail?: string }

/** Runs an act under the account's lock, in a session that is still open, and records it where anything ended. */
const ending = <Done extends Act>(
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
  act: (t: InTransaction) => Promise<Done>,
): Promise<Result<Omit<Done, 'event' | 'detail'>, 'unauthenticated'>> =>
  transaction(ctx, async (t) => {
    const { id } = session.user
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const { event, detail, ...done } = await act(t)
    if (done.ended === 0) return ok(done)
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    await recordEvent(t, { type: event, userId: id, actorId: id, detail, origin })
    return ok(done)
  })
