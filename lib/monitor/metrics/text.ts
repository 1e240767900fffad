import type { Distribution, Metric } from './metric'

type Format = 'openmetrics' | 'text'

export const FORMATS: Record<Format, string> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
}

/** Media ranges of an `Accept` header that are not refused with `q=0` (RFC 9110 12.5.1). */
const rangesOf = (accept: string): string[] =>
  accept
    .split(',')
    .filter((range) => !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range))
    .map((range) => range.split(';', 1)[0]?.trim().toLowerCase() ?? '')

/** The format for a client. Prometheus accepts both and gets text, in which counters have a type (see `headOf`). */
export function formatFor(accept: string | null): Format {
  const ranges = rangesOf(accept ?? '')
  const takesText = ranges.some((range) => ['text/plain', 'text/*', '*/*'].includes(range))
  return !takesText && ranges.includes('application/openmetrics-text') ? 'openmetrics' : 'text'
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')

const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : 'NaN'

function line(name: string, labels: Record<string, string>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${number(value)}`
}

function histogramLines(
  name: string,
  bounds: readonly number[],
  { labels = {}, counts, sum }: Distribution,
): string[] {
  let below = 0
  const buckets = [...bounds, Number.POSITIVE_INFINITY].map((bound, place) => {
    below += counts[place] ?? 0
    // OpenMetrics wants canonical numbers: 1.0, not 1.
    const le = Number.isInteger(bound) ? `${bound}.0` : number(bound)
    return line(`${name}_bucket`, { ...labels, le }, below)
  })
  return [...buckets, line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, below)]
}

/**
 * Help and type of a metric. OpenMetrics names a counter's family without `_total`; promtool, which only reads the text
 * format, would then report samples without help. So in OpenMetrics a counter states no type, which both accept.
 */
function headOf({ name, help, type }: Metric, format: Format): string[] {
  const family = type === 'counter' ? `${name}_total` : name
  const typeLine = type === 'counter' && format === 'openmetrics' ? [] : [`# TYPE ${family} ${type}`]
  return [`# HELP ${family} ${escaped(help)}`, ...typeLine]
}

function linesOf(metric: Metric, format: Format): string[] {
  const suffix = metric.type === 'counter' ? '_total' : ''
  const body =
    metric.type === 'histogram'
      ? metric.distributions.flatMap((one) => histogramLines(metric.name, metric.bounds, one))
      : metric.samples.map(({ labels = {}, value }) => line(metric.name + suffix, labels, value))
  return body.length === 0 ? [] : [...headOf(metric, format), ...body]
}

/** The metrics as text: OpenMetrics 1.0, or Prometheus' text format 0.0.4. */
export function writeMetrics(metrics: Metric[], format: Format): string {
  const lines = metrics.flatMap((metric) => linesOf(metric, format))
  if (format === 'openmetrics') lines.push('# EOF')
  return `${lines.join('\n')}\n`
}
