import { type SQL, sql } from 'drizzle-orm'
import { notingDevice } from '../../account/change'
import { recordingEvent } from '../../audit/record'
import type { EventType } from '../../audit/types'
import type { CoreContext, Visitor } from '../../kernel/context'
import { familiarValues, notingNetwork } from '../../limit/familiar-network'
import type { Trace } from '../client/trace'
import { endingPresented, presentedId } from '../end'
import { issuing, type NewSession } from '../issue'

/**
 * Signs a browser in, as parts of a statement: ends the session that the browser had before (OWASP ASVS 7.2.4), stores the new one,
 * and records it.
 * @param gate yields the account's `id`, "deviceKnown" as it was, and the event's `detail`; its row is locked or new
 */
export const opening = (gate: SQL): SQL => sql`
  ended as (${endingPresented(gate)}),
  issued as (${issuing(gate)}),
  recorded as (${recordingEvent(gate)}),
  familiar as (${notingNetwork(gate)}),
  known as (${notingDevice(gate)})`

/** A session to open. `event`: the way in. `isFactor`: a second factor or a passkey was given. */
type Opening = { id: number; made: NewSession; trace: Trace; event: EventType; isFactor: boolean }

/** The values of `opening`. */
export const openingValues = (
  ctx: CoreContext,
  { id, made, trace, event, isFactor }: Opening,
  visitor: Visitor,
) => ({
  now: ctx.now(),
  ...made.values,
  factorAt: isFactor ? ctx.now() : null,
  ...trace,
  event,
  presented: presentedId(ctx, visitor.jwt),
  ...familiarValues(ctx, id, visitor.network),
})
