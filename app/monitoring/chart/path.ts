import { type Domain, HEIGHT, heightOf } from './scale'

/** A stretch of neighbouring readings; `start` is the first one's index in the series. */
export type Run = { start: number; values: number[] }

/** The series cut at its gaps. */
export function runsOf(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = []
  let current: Run | undefined
  values.forEach((value, index) => {
    if (value === null) current = undefined
    else if (current) current.values.push(value)
    else {
      current = { start: index, values: [value] }
      runs.push(current)
    }
  })
  return runs
}

/** Stretches without readings, between the neighbouring points; `end` is not before `start`. */
export function gapsOf(values: readonly (number | null)[]): { start: number; end: number }[] {
  const last = values.length - 1
  const runs = runsOf(values)
  const ends = [0, ...runs.map(({ start, values: run }) => start + run.length - 1)]
  const starts = [...runs.map(({ start }) => start), last]
  return starts
    .map((end, index) => ({ start: ends[index] ?? 0, end }))
    .filter(({ start, end }) => end > start)
}

const points = ({ start, values }: Run, domain: Domain): string =>
  values.map((value, index) => `${start + index},${heightOf(value, domain)}`).join(' ')

/** A point alone is drawn as a line of no length, which round ends make a dot. */
const line = (run: Run, domain: Domain): string =>
  run.values.length === 1 ? `M${points(run, domain)}h0` : `M${points(run, domain)}`

/** The line through the readings; it breaks at gaps. */
export const linePath = (runs: readonly Run[], domain: Domain): string =>
  runs.map((run) => line(run, domain)).join('')

/** The area between that line and the bottom. */
export const areaPath = (runs: readonly Run[], domain: Domain): string =>
  runs
    .filter(({ values }) => values.length > 1)
    .map((run) => {
      const end = run.start + run.values.length - 1
      return `M${run.start},${HEIGHT} ${points(run, domain)} ${end},${HEIGHT}Z`
    })
    .join('')
