import { SUSPICIOUS } from '../../email/report/refused-recipients'
import type { Unit } from '../../i18n/quantity'
import type { BoundedFigure, FigureName } from '../figure-names'
import { FIGURES } from '../figures'

/** The figure an alarm is about. Unit and threshold are the figure's unless given here. */
type AlarmRule =
  | { figure: BoundedFigure; unit?: Unit }
  | { figure: FigureName; threshold: number }
  | { figure: 'canary'; unit: Unit }

/** Every alarm, in the order of the report. A new one is a row here, its measurement (`measure.ts`) and its texts. */
export const ALARMS = {
  bounce_rate: { figure: 'bounceRate' },
  complaint_rate: { figure: 'complaintRate' },
  // Measured in per cent of the limit.
  connections: { figure: 'connections', unit: 'percent' },
  error_rate: { figure: 'errorRate' },
  oldest_queued: { figure: 'oldestQueued' },
  dead_rate: { figure: 'deadRate' },
  recipients_refused: { figure: 'bounced', threshold: SUSPICIOUS },
  webhook_waiting: { figure: 'eventsOldest' },
  webhook_dead: { figure: 'eventsDead' },
  clean_up: { figure: 'cleanUpAge' },
  instance_lost: { figure: 'instances', threshold: 1 },
  // Its threshold depends on the interval between canaries (`measure.ts`).
  canary_silent: { figure: 'canary', unit: 'seconds' },
} as const satisfies Record<string, AlarmRule>

export type AlarmName = keyof typeof ALARMS
export const ALARM_NAMES = Object.keys(ALARMS) as AlarmName[]

/** Every cause of a notice: the alarms, and a database out of reach, which no database can keep a state of. */
export const NOTICE_NAMES = [...ALARM_NAMES, 'database_away'] as const
export type NoticeName = (typeof NOTICE_NAMES)[number]

export const isAlarmName = (name: string): name is AlarmName => name in ALARMS

/** The unit of an alarm's value and threshold. */
export function alarmUnit(name: AlarmName): Unit {
  const rule = ALARMS[name]
  return 'unit' in rule ? rule.unit : FIGURES[rule.figure].unit
}

export const noticeUnit = (name: NoticeName): Unit => (name === 'database_away' ? 'seconds' : alarmUnit(name))

/** The value from which an alarm is raised. */
export function alarmThreshold(name: Exclude<AlarmName, 'canary_silent'>): number {
  const rule = ALARMS[name]
  return 'threshold' in rule ? rule.threshold : FIGURES[rule.figure].bounds.alarm
}
