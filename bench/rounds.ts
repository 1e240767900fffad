/** Several short rounds and their median, because other work on the machine varies. */
const ROUNDS = 5

/** The value below which the share `q` of `values` lies. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

export const median = (values: number[]): number => quantile(values, 0.5)

/**
 * Runs the measurements in turn, several times, so that a slow moment of the machine slows all of them. The first round
 * is a warm-up and does not count.
 * @returns each one's median
 */
export async function interleave<Name extends string>(
  measurements: Record<Name, () => Promise<number | number[]>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measurements) as Name[]
  const outcomes: Record<string, number[][]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const outcome = [await measurements[name]()].flat()
      if (round > 0) outcomes[name]?.push(outcome)
    }
  }
  const medians = names.map((name) => {
    const rounds = outcomes[name] ?? []
    return [
      name,
      (rounds[0] ?? []).map((_, index) => median(rounds.map((round) => round[index] ?? Number.NaN))),
    ]
  })
  return Object.fromEntries(medians)
}
