import { type Plot, svg } from '../report/plot'
import { median } from '../report/rounds'
import type { Row } from '../report/table'
import { KINDS, type Kind } from './mix'
import type { Sample } from './samples'

/** Share of the run that counts as warm-up and is in neither third. */
const WARM_UP = 0.05

const COLOURS: Record<Kind, string> = {
  check: '#5646d6',
  'sign-in': '#c2410c',
  'sign-up': '#b91c6b',
  '/login': '#0f766e',
  '/register': '#65803b',
  '/dashboard': '#1d6fb8',
}

/** A Theil-Sen slope (the median of all slopes between two samples), which a few outliers do not move. */
function slope(samples: Sample[], of: (sample: Sample) => number): number {
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((other) => (of(other) - of(one)) / (other.minute - one.minute)),
  )
  return median(slopes)
}

/** The table of a run: its first third against its last, and all that did not go well. */
export function thirds(samples: Sample[]): Row[] {
  const warm = samples.slice(Math.ceil(samples.length * WARM_UP))
  const [first, last] = [warm.slice(0, Math.floor(warm.length / 3)), warm.slice(-Math.floor(warm.length / 3))]
  const row = (what: string, of: (sample: Sample) => number): Row => {
    const [before, after] = [first, last].map((part) =>
      median(part.map(of).filter((value) => !Number.isNaN(value))),
    ) as [number, number]
    const ratio = (after / before).toFixed(2)
    return { what, values: { 'first third': before, 'last third': after, ratio } }
  }
  const late = warm.slice(Math.floor(warm.length / 3))
  const growth = (what: string, of: (sample: Sample) => number): Row => ({
    what: `growth of ${what} after the first third, MiB an hour`,
    values: { 'last third': slope(late, of) * 60 },
  })
  return [
    row('resident memory, MiB', ({ memory }) => memory),
    row('heap, MiB', ({ heap }) => heap),
    row('cores used by the server', ({ cores }) => cores),
    ...KINDS.flatMap((kind) => [
      row(`${kind} p50, ms`, ({ kinds }) => kinds[kind].p50),
      row(`${kind} p99, ms`, ({ kinds }) => kinds[kind].p99),
    ]),
    growth('memory', ({ memory }) => memory),
    growth('the heap', ({ heap }) => heap),
  ]
}

/** Requests of each kind over the whole run. */
export function totals(samples: Sample[]): Row[] {
  const sum = (kind: Kind, of: 'answers' | 'unavailable' | 'failures') =>
    samples.reduce((total, { kinds }) => total + kinds[kind][of], 0).toLocaleString('en')
  return KINDS.map((kind) => ({
    what: kind,
    values: {
      answered: sum(kind, 'answers'),
      '503 in the restart': sum(kind, 'unavailable'),
      failed: sum(kind, 'failures'),
    },
  }))
}

/** The picture of a run. `restarts`: minutes at which the database went and came. */
export function picture(samples: Sample[], restarts: number[]): string {
  const latencies = (of: 'p50' | 'p99', label: string): Plot['panels'][number] => ({
    label,
    scale: 'logarithmic',
    series: KINDS.map((kind) => ({
      name: kind,
      colour: COLOURS[kind],
      points: samples.map(({ minute, kinds }): [number, number] => [minute, kinds[kind][of]]),
    })),
  })
  return svg({
    title: `${Math.round(samples.at(-1)?.minute ?? 0)} minutes of mixed load on one server process`,
    across: 'minutes since the load began; each point is ten seconds',
    marks: restarts.slice(0, 1).map((at) => ({ at, label: 'PostgreSQL restarts' })),
    panels: [
      {
        label: 'memory, MiB',
        scale: 'linear',
        series: [
          {
            name: 'resident',
            colour: '#5646d6',
            points: samples.map(({ minute, memory }) => [minute, memory]),
          },
          {
            name: 'heap in use',
            colour: '#0f766e',
            points: samples.map(({ minute, heap }) => [minute, heap]),
          },
        ],
      },
      latencies('p50', 'latency, median, ms'),
      latencies('p99', 'latency, 99th percentile, ms'),
    ],
  })
}
