import { MINUTE } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { ACT_EVENTS, ACTS, type ActName } from './acts'
import type { Person } from './read'

/** Longer than a page takes to come back after an act, short enough to be news. */
const NEWS = MINUTE

/**
 * The act that a page may say is done: the newest event of the account tells of it, by this operator, within a minute.
 * What a link claims counts for nothing beside that.
 */
export function justDone(
  { now }: CoreContext,
  claimed: unknown,
  { history }: Pick<Person, 'history'>,
  operatorId: number,
): ActName | undefined {
  const act = ACTS.find((name) => name === claimed)
  const [newest] = history.events
  if (!act || newest?.type !== ACT_EVENTS[act] || newest.actorId !== operatorId) return undefined
  return now().getTime() - newest.createdAt.getTime() < NEWS ? act : undefined
}
