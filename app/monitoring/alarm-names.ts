import type { Unit } from '@/lib/i18n/quantity'
import type { FigureName } from './view'

/** Which figure an alarm is about, where that is one, and the unit of what was measured. */
const ALARMS: Record<string, { figure: FigureName | 'canary'; unit: Unit }> = {
  bounce_rate: { figure: 'bounceRate', unit: 'percent' },
  complaint_rate: { figure: 'complaintRate', unit: 'percent' },
  connections: { figure: 'connections', unit: 'percent' },
  error_rate: { figure: 'errorRate', unit: 'percent' },
  oldest_queued: { figure: 'oldestQueued', unit: 'seconds' },
  clean_up: { figure: 'cleanUpAge', unit: 'seconds' },
  instance_lost: { figure: 'instances', unit: 'count' },
  canary_silent: { figure: 'canary', unit: 'seconds' },
}

export const alarmSubject = (name: string) => ALARMS[name]
