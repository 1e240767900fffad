/** Upper bounds of the classes of latencies, in milliseconds; a last class holds all slower ones. */
export const LATENCY_BOUNDS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const

export const LATENCY_CLASSES = LATENCY_BOUNDS.length + 1

/** The class of a latency. A bound belongs to the class below it, as Prometheus' `le` has it. */
export function latencyClass(milliseconds: number): number {
  let place = 0
  while (milliseconds > (LATENCY_BOUNDS[place] ?? Number.POSITIVE_INFINITY)) place += 1
  return place
}

/**
 * Latency below which the share `q` of the requests stayed, estimated from classes: evenly spread within each.
 * Beyond the last bound it is that bound. @returns null when there are none
 */
export function latencyQuantile(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let below = 0
  for (const [place, upper] of LATENCY_BOUNDS.entries()) {
    const count = counts[place] ?? 0
    if (count > 0 && below + count >= q * total) {
      const lower = LATENCY_BOUNDS[place - 1] ?? 0
      return lower + ((q * total - below) / count) * (upper - lower)
    }
    below += count
  }
  return LATENCY_BOUNDS.at(-1) ?? null
}
