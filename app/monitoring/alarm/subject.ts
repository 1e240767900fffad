import { ALARM_UNITS, type AlarmName } from '@/lib/monitor/alarm/units'
import type { FigureName } from '../view'

/** The figure that each alarm is about. */
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

/** An alarm's figure and the unit of its value; undefined for an alarm that a later version raised. */
export const alarmSubject = (name: string) =>
  isKnown(name) ? { figure: FIGURES[name], unit: ALARM_UNITS[name] } : undefined
