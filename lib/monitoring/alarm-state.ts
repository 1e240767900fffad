import { HOUR, MINUTE, shift } from '../clock'
import type { Health } from './report'

/** How an alarm stands: since when it is raised or not, since when it would end, when somebody was told last. */
export type AlarmState = {
  raised: boolean
  since: Date
  calmSince: Date | null
  notifiedAt: Date | null
}

/** What somebody has to be told. */
export type Notice = 'raised' | 'still' | 'ended'

/** What flutters about its threshold is one alarm, not twenty: it ends after so long without a bad value. */
export const CALM = 5 * MINUTE
/** An alarm that lasts is told again after so long. */
export const REPEAT = 4 * HOUR

/** The state after a measurement. A value that is not known changes nothing: silence is no good news. */
export function advanceAlarm(state: AlarmState | undefined, health: Health, now: Date): AlarmState {
  const before = state ?? { raised: false, since: now, calmSince: null, notifiedAt: null }
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

/** What somebody has to be told now, if anything. The end is told only of what was told. */
export function dueNotice({ raised, since, notifiedAt }: AlarmState, now: Date): Notice | null {
  const isTold = notifiedAt !== null && notifiedAt >= since
  if (!raised) return isTold || notifiedAt === null ? null : 'ended'
  if (!isTold) return 'raised'
  return notifiedAt <= shift(now, -REPEAT) ? 'still' : null
}
