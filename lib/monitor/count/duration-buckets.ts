/** Four classes to an octave: a quantile is off by less than a fifth, whether people take ten seconds or ten days. */
const PER_OCTAVE = 4

/** Where class `bucket` begins, in seconds: what `duration_bucket` of migration 0004 undoes. */
export const bucketStart = (bucket: number): number => 2 ** (bucket / PER_OCTAVE)

/** Seconds that the share `q` stayed below, evenly spread within a class. @returns null when there are none */
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
