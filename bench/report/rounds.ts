/** Several short rounds and their median, because other work on the machine varies. */
const ROUNDS = 5

/** The value below which the share `q` of `values` lies. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

export const median = (values: number[]): number => quantile(values, 0.5)

type Outcome = number | number[]

/** All rounds of each measurement, and the median of each of its figures. */
export type Outcomes = { rounds: Record<string, number[][]>; of(name: string, figure?: number): number }

/**
 * Runs the measurements in turn, several times, so that a slow moment of the machine slows all of them; every second
 * time backwards. The first round is a warm-up and does not count.
 */
export async function interleave(measurements: Record<string, () => Promise<Outcome>>): Promise<Outcomes> {
  const names = Object.keys(measurements)
  const rounds: Record<string, number[][]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of round % 2 ? names : names.toReversed()) {
      const outcome = [(await measurements[name]?.()) ?? []].flat()
      if (round > 0) rounds[name]?.push(outcome)
    }
  }
  return {
    rounds,
    of: (name, figure = 0) => median((rounds[name] ?? []).map((outcome) => outcome[figure] ?? Number.NaN)),
  }
}
