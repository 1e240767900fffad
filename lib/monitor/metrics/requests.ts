import type { DataContext } from '../../kernel/context'
import { type RunningInstance, readRunning } from '../beat/running'
import { LATENCY_BOUNDS } from '../count/latency-buckets'
import { counter, gauge, histogram, type Metric } from './metric'

/**
 * Labels of one process. Prometheus has a label `instance` of its own and renames ours, which stays for one release.
 */
const labelsOf = ({ id }: RunningInstance): Record<string, string> => ({ process: id, instance: id })

/**
 * Counts of each running process since it started. By process, because a scraper behind a load balancer meets another
 * process each time: every process answers for all, and a counter still never goes back.
 */
export async function requestMetrics(ctx: DataContext): Promise<Metric[]> {
  const running = await readRunning(ctx)
  const by = (value: (one: RunningInstance) => number) =>
    running.map((one) => ({ labels: labelsOf(one), value: value(one) }))
  return [
    counter(
      'requests',
      'Requests answered, pages and API alike; without successes whose client left before they were out.',
      by(({ requests }) => requests),
    ),
    counter(
      'request_errors',
      'Requests answered with a status of 500 or more, or about to be when their client left.',
      by(({ errors }) => errors),
    ),
    histogram('request_duration_seconds', 'Time until the answer was out.', {
      bounds: LATENCY_BOUNDS.map((bound) => bound / 1000),
      distributions: running.map((one) => ({
        labels: labelsOf(one),
        counts: one.buckets,
        sum: one.latency / 1000,
      })),
    }),
    gauge(
      'instance_start_time_seconds',
      'When the process started.',
      by(({ startedAt }) => startedAt.getTime() / 1000),
    ),
  ]
}
