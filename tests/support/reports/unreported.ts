import type { Span } from '../../../lib/i18n/span'
import type { Report } from '../../../lib/monitor/panel/report'
import { aReport } from './ordinary'
import { seriesOf } from './parts'

/** SES sends, and no topic tells us what becomes of a message. */
export function anUnreportedReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const { figures, trends } = report.email
  for (const name of ['delivered', 'bounced', 'bounceRate', 'complaints', 'complaintRate'] as const) {
    Object.assign(figures[name], { value: null, why: 'reports_not_configured', state: 'unknown' })
    trends[name] = seriesOf(span, () => null)
  }
  const unreported = { bounces: null, complaints: null, rejects: null }
  report.email.ses = {
    ...{ sent: 3502, bounces: 38, complaints: 1, rejects: 0 },
    differences: { sent: 288, ...unreported },
  }
  report.funnel = {
    ...report.funnel,
    delivered: null,
    domains: report.funnel.domains.map((domain) => ({ ...domain, delivered: null })),
  }
  for (const alarm of report.alarms)
    if (alarm.name === 'bounce_rate' || alarm.name === 'complaint_rate')
      Object.assign(alarm, { state: 'unknown', value: null })
  return report
}
