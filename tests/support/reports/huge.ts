import type { Span } from '../../../lib/i18n/span'
import type { Report, Series } from '../../../lib/monitor/panel/report'
import { aReport } from './ordinary'
import { type Points, seriesOf } from './parts'

/** A million users, large counts everywhere, and a night without readings. */
export function aHugeReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const missing = (index: number) => index > 20 && index < 34
  const gappy = ({ values, ...series }: Series): Series => ({
    ...series,
    values: values.map((value, index): Points[number] => (missing(index) && index !== 27 ? null : value)),
  })
  for (const panel of ['database', 'email', 'application', 'users'] as const) {
    const trends = report[panel].trends as Record<string, Series>
    for (const [name, series] of Object.entries(trends)) trends[name] = gappy(series)
  }
  Object.assign(report.users.figures.total, { value: 1_000_348 })
  Object.assign(report.users.figures.verified, { value: 968_121 })
  Object.assign(report.users.figures.pending, { value: 32_227 })
  Object.assign(report.users.figures.active, { value: 214_506 })
  report.users.trends.total = gappy(seriesOf(span, (index) => 999_600 + index * 8))
  Object.assign(report.email.figures.sent, { value: 5_012_344 })
  Object.assign(report.email.figures.delivered, { value: 4_981_207 })
  Object.assign(report.email.figures.bounced, { value: 29_110 })
  Object.assign(report.application.figures.requestsPerMinute, { value: 184_502 })
  Object.assign(report.database.figures.storage, { value: 812_345_678_901, limit: 2_000_000_000_000 })
  return report
}
