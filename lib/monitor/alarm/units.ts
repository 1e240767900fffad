import type { Figure } from '../panel/report'

/** Everything that can alarm, and the unit of what is measured. */
export const ALARM_UNITS = {
  bounce_rate: 'percent',
  complaint_rate: 'percent',
  connections: 'percent',
  error_rate: 'percent',
  oldest_queued: 'seconds',
  clean_up: 'seconds',
  instance_lost: 'count',
  canary_silent: 'seconds',
} as const satisfies Record<string, Figure['unit']>

export type AlarmName = keyof typeof ALARM_UNITS
export const ALARM_NAMES = Object.keys(ALARM_UNITS) as AlarmName[]

/**
 * What cannot be kept in the database, and is known to each process alone: for how many seconds the database has not
 * answered it.
 */
export const NOTICE_UNITS = { ...ALARM_UNITS, database_away: 'seconds' } as const

/** Everything that somebody is told of. */
export type NoticeName = keyof typeof NOTICE_UNITS
