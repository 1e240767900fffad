import type { Span } from '../../../lib/i18n/span'
import type { Report } from '../../../lib/monitor/panel/report'
import { aReport } from './ordinary'
import { anAlarm, POINTS, seriesOf, started } from './parts'

/** A bad night: three alarms, two figures that near theirs, and the limits opened for a big event. */
export function aTroubledReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const { database, email, application } = report
  Object.assign(email.figures.bounced, { value: 214 })
  Object.assign(email.figures.bounceRate, { value: 6.66, state: 'alarm' })
  email.trends.bounceRate = seriesOf(span, (index) => 1 + Math.max(0, index - POINTS[span] / 2) * 0.12)
  email.trends.bounced = seriesOf(span, (index) => Math.round(Math.max(0, index - POINTS[span] / 2) / 5))
  Object.assign(email.figures.complaintRate, { value: 0.07, state: 'warning' })
  Object.assign(email.figures.queued, { value: 1312 })
  Object.assign(email.figures.oldestQueued, { value: 1391, state: 'alarm' })
  email.ses = {
    ...{ sent: 3198, bounces: 214, complaints: 2, rejects: 3 },
    differences: { sent: -16, bounces: 0, complaints: 1, rejects: 0 },
  }
  email.canary = { state: 'silent', latencyMs: null, lastDeliveredAt: started(0.9) }
  Object.assign(database.figures.connections, { value: 71, state: 'warning' })
  database.trends.connections = seriesOf(span, (index) => Math.round(20 + (index / POINTS[span]) * 52))
  Object.assign(application.figures.uptime, { value: 99.9973 })
  return {
    ...report,
    alarms: [
      anAlarm('connections', 'fine', 73.2, 80),
      anAlarm('bounce_rate', 'alarm', 6.66, 5),
      anAlarm('oldest_queued', 'alarm', 1391, 300),
      anAlarm('complaint_rate', 'fine', 0.07, 0.1),
      anAlarm('canary_silent', 'alarm', 5400, 900),
    ],
    rateLimitScale: 10,
  }
}
