/** Part of the delay that is left to chance, so that rows that failed together do not come back together. */
const JITTER = 0.2

/** Delays in milliseconds. */
type Backoff = { first: number; longest: number; factor: number }

/**
 * Delay after the `failures`-th failure in milliseconds: `first`, and `factor` times as long each time, up to `longest`, ± 20 %.
 * @param random a number from 0 to 1
 */
export function backoffDelay(
  { first, longest, factor }: Backoff,
  failures: number,
  random: number = Math.random(),
): number {
  const exact = Math.min(longest, first * factor ** Math.min(failures - 1, 20))
  return Math.round(exact * (1 - JITTER + 2 * JITTER * random))
}
