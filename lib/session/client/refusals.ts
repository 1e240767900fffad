import { recordEvent } from '../../audit/record'
import type { EventType } from '../../audit/types'
import type { Context, Visitor } from '../../kernel/context'
import { consume } from '../../limit/consume'
import { describeClient } from '../client'
import { networkHash } from './network-hash'

/** A password or a code that was refused at an existing account. `session`: the handle of the session that gave it. */
type Refusal = {
  type: Extract<EventType, `${string}_refused`>
  account: { id: number; networkKey: string | null }
  session?: string
  detail?: string
}

/**
 * Records a refusal among the account's events, after the answer: the time of an insert, made for known accounts alone, would
 * tell who has one. Past a day's limit only the log has them, so that nobody fills the table by guessing from many networks.
 */
export function noteRefusal(
  ctx: Context,
  refusal: Refusal,
  { network, userAgent, locale, keySigns }: Visitor,
): void {
  // Copied now: the request has ended when the work runs.
  const visitor = { network, userAgent, locale, keySigns, jwt: null }
  ctx.background.run(refusal.type, () => record(ctx, refusal, visitor))
}

async function record(
  ctx: Context,
  { account, session, ...event }: Refusal,
  visitor: Visitor,
): Promise<void> {
  const { id: userId, networkKey } = account
  if (!(await consume(ctx, ['refusalEventByAccount', `${event.type} ${userId}`])).ok) return
  const client = await describeClient(ctx, visitor)
  // A guesser does not write the account's row: an account without a key gets it at its next sign-in.
  const network = networkKey === null ? null : await networkHash(ctx, account, visitor)
  const origin = { session: session ?? null, ...client, network }
  // Without a session the author is unknown.
  const actorId = session === undefined ? undefined : userId
  await recordEvent(ctx, { ...event, userId, actorId, origin, result: 'refused' })
}
