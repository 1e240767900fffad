/** Four classes to an octave: a quantile is off by less than a fifth, whether people take ten seconds or ten days. */
const PER_OCTAVE = 4

/** Beginning of class `bucket` in seconds: the inverse of `duration_bucket` in migration 0004. */
export const bucketStart = (bucket: number): number => 2 ** (bucket / PER_OCTAVE)

/** Seconds below which the share `q` stayed, evenly spread within a class. @returns null if there are none */
export function durationQuantile(counts: ReadonlyMap<number, number>, q: number): number | null {
  const sorted = [...counts].filter(([, count]) => count > 0).sort(([one], [other]) => one - other)
  const wanted = q * sorted.reduce((sum, [, count]) => sum + count, 0)
  let below = 0
  for (const [bucket, count] of sorted) {
    if (below + count >= wanted) return bucketStart(bucket + (wanted - below) / count)
    below += count
  }
  return null
}
