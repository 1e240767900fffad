import { HOUR, MINUTE, shift } from '../../kernel/clock'
import type { Health } from './health'

/** How an alarm stands, and what somebody was told of it. */
export type AlarmState = {
  raised: boolean
  /** Since when it is raised, or is not. */
  since: Date
  /** Since when it has been calm while it is still raised. */
  calmSince: Date | null
  /** Whether the last that somebody was told is that it is raised. */
  told: boolean
  /** When somebody was told last. */
  notifiedAt: Date | null
}

/** What somebody has to be told. */
export type Notice = 'raised' | 'still' | 'ended'

/** What flutters about its threshold is one alarm, not twenty: it ends after so long without a bad value. */
export const CALM = 5 * MINUTE
/** An alarm that lasts is told again after so long. */
export const REPEAT = 4 * HOUR

/** An alarm that was never raised. */
export const neverRaised = (now: Date): AlarmState => ({
  raised: false,
  since: now,
  calmSince: null,
  told: false,
  notifiedAt: null,
})

/** The state after a measurement. A value that is not known changes nothing: silence is no good news. */
export function advanceAlarm<State extends AlarmState>(before: State, health: Health, now: Date): State {
  if (health === 'unknown') return before
  if (health === 'alarm')
    return before.raised
      ? { ...before, calmSince: null }
      : { ...before, raised: true, since: now, calmSince: null }
  if (!before.raised) return before
  const calmSince = before.calmSince ?? now
  return calmSince <= shift(now, -CALM)
    ? { ...before, raised: false, since: now, calmSince: null }
    : { ...before, calmSince }
}

/**
 * What somebody has to be told now, if anything. The end is told only of what was told: an episode that ended before
 * anybody could be reached is never told, and one that begins before the end of the last was told goes on as that one.
 */
export function dueNotice({ raised, told, notifiedAt }: AlarmState, now: Date): Notice | null {
  if (!raised) return told ? 'ended' : null
  if (!told) return 'raised'
  return notifiedAt === null || notifiedAt <= shift(now, -REPEAT) ? 'still' : null
}

/** The state after somebody was told. */
export const afterTelling = (notice: Notice, now: Date): Pick<AlarmState, 'told' | 'notifiedAt'> => ({
  told: notice !== 'ended',
  notifiedAt: now,
})
