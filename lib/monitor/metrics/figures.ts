import type { DataContext } from '../../kernel/context'
import { type FigureMetric, figuresOf, ruleOf, SAMPLED_GAUGES } from '../figure-names'
import { type GaugeName, type Latest, readLatest } from '../gauge/gauges'
import { gauge, type Metric } from './metric'

const HELP: Record<FigureMetric, string> = {
  users_active: 'Accounts seen in the last 24 hours.',
  operator_sessions_bound_percent: 'Open sessions of operators that are bound to a key of their browser.',
  database_connections: 'Connections to the database server.',
  database_connections_limit: 'Connections the database server takes.',
  database_cpu_percent: 'How busy the processors of the database server are.',
  database_bytes: 'Size of the database.',
  database_bytes_limit: 'What the database may grow to.',
  database_queries_per_second: 'Statements, or transactions where those are not counted.',
  messages_queued: 'Messages that wait to leave.',
  messages_oldest_queued_seconds: 'Age of the oldest message that waits to leave.',
  clean_up_age_seconds: 'Time since the last clean-up.',
  webhook_deliveries_waiting: 'Deliveries of events that wait for their receiver.',
  webhook_deliveries_oldest_seconds: 'Age of the oldest delivery of an event that waits.',
  webhook_deliveries_dead: 'Deliveries of events that were given up in the last 24 hours.',
}

/** The metric of a figure; without a sample while the value is not known. */
export const figureGauge = (name: FigureMetric, value: number | null): Metric =>
  gauge(name, HELP[name], value === null ? [] : [{ value }])

/** Panels whose figures are shown as they were last read off; the others are counted when asked for. */
const READ_OFF = ['users', 'database'] as const

/** The gauge of a metric, by the table of figures. */
const readings = READ_OFF.flatMap(figuresOf).flatMap((name): [FigureMetric, GaugeName][] => {
  const { metric, hasLimit } = ruleOf(name)
  if (metric === undefined) return []
  const own = [metric, name] as [FigureMetric, GaugeName]
  return hasLimit ? [own, [`${metric}_limit`, `${name}Limit`] as [FigureMetric, GaugeName]] : [own]
})

/** Metrics of the figures that an instrument reads off once a minute. */
export async function readingMetrics(ctx: DataContext): Promise<Metric[]> {
  const latest: Latest = await readLatest(ctx, SAMPLED_GAUGES)
  return readings.map(([metric, name]) => figureGauge(metric, latest.get(name)?.value ?? null))
}
