import { HOUR, MINUTE, shift } from '../../kernel/clock'
import type { Health } from './health'

/** State of an alarm, and of the notices about it. */
type AlarmState = {
  raised: boolean
  /** Start of being raised, or of not being. */
  since: Date
  /** Start of the calm while it is still raised. */
  calmSince: Date | null
  /** Whether the last notice said that it is raised. */
  told: boolean
  /** Time of the last notice. */
  notifiedAt: Date | null
}

/** Kinds of notices. */
export type Notice = 'raised' | 'still' | 'ended'

/** An alarm ends after this long without a bad value, so that a value about its threshold is one alarm, not twenty. */
export const CALM = 5 * MINUTE
/** Interval between notices of an alarm that lasts. */
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
 * The notice that is due now. An end is due only after a beginning was sent: an episode that ended before any way worked
 * stays silent, and one that begins before the end of the last was sent goes on as that one.
 */
export function dueNotice({ raised, told, notifiedAt }: AlarmState, now: Date): Notice | null {
  if (!raised) return told ? 'ended' : null
  if (!told) return 'raised'
  return notifiedAt === null || notifiedAt <= shift(now, -REPEAT) ? 'still' : null
}

/** The state after a notice was sent. */
export const afterNotice = (notice: Notice, now: Date): Pick<AlarmState, 'told' | 'notifiedAt'> => ({
  told: notice !== 'ended',
  notifiedAt: now,
})
