import { MINUTE } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { ACT_EVENTS, ACTS, type ActName } from './acts'
import type { Person } from './read'

/** An act within this time (ms) is reported as just done: longer than the page takes to come back after it. */
const RECENT = MINUTE

/**
 * The act that the page reports as done: the one that the link claims, if the newest event of the account is that act
 * by this operator within the last minute. Anybody could write the link.
 */
export function justDone(
  { now }: CoreContext,
  { claimed, history, operatorId }: { claimed: unknown; history: Person['history']; operatorId: number },
): ActName | undefined {
  const act = ACTS.find((name) => name === claimed)
  const [newest] = history.events
  if (!act || newest?.type !== ACT_EVENTS[act] || newest.actorId !== operatorId) return undefined
  return now().getTime() - newest.createdAt.getTime() < RECENT ? act : undefined
}
