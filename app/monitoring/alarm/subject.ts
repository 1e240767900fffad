import { ALARM_UNITS, type AlarmName } from '@/lib/monitoring/alarm-units'
import type { FigureName } from '../view'

/** Which figure an alarm is about. */
const FIGURES: Record<AlarmName, FigureName | 'canary'> = {
  bounce_rate: 'bounceRate',
  complaint_rate: 'complaintRate',
  connections: 'connections',
  error_rate: 'errorRate',
  oldest_queued: 'oldestQueued',
  clean_up: 'cleanUpAge',
  instance_lost: 'instances',
  canary_silent: 'canary',
}

const isKnown = (name: string): name is AlarmName => name in FIGURES

/** The figure an alarm is about and the unit of what was measured; of an alarm of tomorrow, neither is known. */
export const alarmSubject = (name: string) =>
  isKnown(name) ? { figure: FIGURES[name], unit: ALARM_UNITS[name] } : undefined
