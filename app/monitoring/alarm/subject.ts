import { ALARMS, alarmUnit, isAlarmName } from '@/lib/monitor/alarm/alarms'

/** An alarm's figure and the unit of its value; undefined for an alarm that a later version raised. */
export const alarmSubject = (name: string) =>
  isAlarmName(name) ? { figure: ALARMS[name].figure, unit: alarmUnit(name) } : undefined
