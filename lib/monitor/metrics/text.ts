import type { Distribution, Metric } from './metric'

type Format = 'openmetrics' | 'text'

export const FORMATS: Record<Format, string> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
}

/** Prometheus asks for OpenMetrics by its media type; other clients get the older text. */
export const prefersOpenMetrics = (accept: string | null): boolean =>
  (accept ?? '')
    .split(',')
    .some(
      (range) => /^\s*application\/openmetrics-text\b/i.test(range) && !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range),
    )

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

function linesOf(metric: Metric, format: Format): string[] {
  const suffix = metric.type === 'counter' ? '_total' : ''
  // The older text names a counter's family by its sample.
  const family = format === 'text' ? metric.name + suffix : metric.name
  const head = [`# HELP ${family} ${escaped(metric.help)}`, `# TYPE ${family} ${metric.type}`]
  const body =
    metric.type === 'histogram'
      ? metric.distributions.flatMap((one) => histogramLines(metric.name, metric.bounds, one))
      : metric.samples.map(({ labels = {}, value }) => line(metric.name + suffix, labels, value))
  return body.length === 0 ? [] : [...head, ...body]
}

/** The metrics as text: OpenMetrics 1.0, or Prometheus' text format 0.0.4. */
export function writeMetrics(metrics: Metric[], format: Format): string {
  const lines = metrics.flatMap((metric) => linesOf(metric, format))
  if (format === 'openmetrics') lines.push('# EOF')
  return `${lines.join('\n')}\n`
}
