import { quantile } from '../report/rounds'
import type { Usage } from '../servers/observed'
import type { Answer } from './client'
import { isExpected, KINDS, type Kind } from './mix'

/** Requests of one kind in one interval; latencies in ms. */
export type KindSample = { answers: number; p50: number; p99: number; unavailable: number; failures: number }

/** One interval: minutes since the load began, memory in MiB, cores used by the server. */
export type Sample = {
  minute: number
  memory: number
  heap: number
  cores: number
  kinds: Record<Kind, KindSample>
}

/**
 * Collects answers until the next sample. An answer of 503 is a failure, unless `isRestarting` says that the database
 * was away.
 */
export class Collector {
  private answers = new Map<Kind, { latencies: number[]; unavailable: number; failures: number }>()
  private last: { at: number; cpu: number } | undefined
  /** Statuses of failures, for the report. */
  readonly failed: string[] = []

  constructor(private readonly isRestarting: () => boolean) {}

  note = (kind: Kind, answer: Answer): void => {
    const of = this.answers.get(kind) ?? { latencies: [], unavailable: 0, failures: 0 }
    this.answers.set(kind, of)
    if (isExpected(kind, answer)) of.latencies.push(answer.latency)
    else if (answer.status === 503 && this.isRestarting()) of.unavailable += 1
    else {
      of.failures += 1
      if (this.failed.length < 20) this.failed.push(`${kind} answered ${answer.status || 'nothing'}`)
    }
  }

  take(minute: number, { cpu, memory, heap }: Usage): Sample {
    const at = performance.now()
    const cores = this.last === undefined ? 0 : (cpu - this.last.cpu) / (at - this.last.at)
    this.last = { at, cpu }
    const taken = this.answers
    this.answers = new Map()
    const kinds = KINDS.map((kind) => {
      const { latencies, unavailable, failures } = taken.get(kind) ?? {
        latencies: [],
        unavailable: 0,
        failures: 0,
      }
      const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)]
      return [kind, { answers: latencies.length, p50, p99, unavailable, failures }]
    })
    return { minute, memory, heap, cores, kinds: Object.fromEntries(kinds) }
  }
}
