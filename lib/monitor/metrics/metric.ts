import { METRIC_PREFIX } from '../../kernel/brand'

/** One value with its labels. */
export type Sample = { labels?: Record<string, string>; value: number }

/** A histogram's counts by class, not added up; the last class has no upper bound. */
export type Distribution = { labels?: Record<string, string>; counts: number[]; sum: number }

/** A metric, as OpenMetrics 1.0 calls it: counters are named without `_total`. */
export type Metric = { name: string; help: string } & (
  | { type: 'counter' | 'gauge'; samples: Sample[] }
  | { type: 'histogram'; bounds: readonly number[]; distributions: Distribution[] }
)

const prefixed = (name: string): string => `${METRIC_PREFIX}${name}`

export const gauge = (name: string, help: string, samples: Sample[]): Metric => ({
  name: prefixed(name),
  help,
  type: 'gauge',
  samples,
})

export const counter = (name: string, help: string, samples: Sample[]): Metric => ({
  name: prefixed(name),
  help,
  type: 'counter',
  samples,
})

/** `bounds`: upper bounds of all classes but the last. */
export const histogram = (
  name: string,
  help: string,
  { bounds, distributions }: { bounds: readonly number[]; distributions: Distribution[] },
): Metric => ({ name: prefixed(name), help, type: 'histogram', bounds, distributions })
