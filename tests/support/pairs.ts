/** One request of a pair: `a` about something secret, `b` about nothing. */
export type Side = (index: number, side: 'a' | 'b') => Promise<unknown>

/** The side that is answered first. Both are asked at once, so that whatever slows the machine down slows both. */
async function winner(ask: Side, index: number): Promise<'a' | 'b'> {
  // Alternates, because of two equal requests the one that was sent first is answered first.
  const sides = index % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const)
  const finished: ('a' | 'b')[] = []
  await Promise.all(sides.map((side) => ask(index, side).then(() => finished.push(side))))
  return finished[0] ?? 'a'
}

/**
 * Runs pairs, and counts in how many `a` was answered first. It compares orders and no times ("timeless timing attack", Van Goethem
 * and others, USENIX Security 2020): a busy machine costs it some of its sharpness, and makes it find nothing that is not there.
 */
export async function countFirst(ask: Side, from: number, to: number): Promise<number> {
  let first = 0
  for (let index = from; index < to; index += 1) if ((await winner(ask, index)) === 'a') first += 1
  return first
}

/** The probability of at most `count` heads in `pairs` throws of a fair coin. */
export function atMost(count: number, pairs: number): number {
  let term = 0.5 ** pairs
  let sum = term
  for (let heads = 1; heads <= count; heads += 1) {
    term *= (pairs - heads + 1) / heads
    sum += term
  }
  return sum
}

/** A fair coin falls outside of the bounds that this accepts fewer than once in a million times, both sides together. */
export const isFair = (first: number, pairs: number): boolean =>
  2 * atMost(Math.min(first, pairs - first), pairs) >= 1e-6

/**
 * Runs pairs in blocks until they are found to be unequal. @returns how many that took, or null when `most` were not enough
 */
export async function pairsUntilCaught(ask: Side, block: number, most: number): Promise<number | null> {
  let first = 0
  for (let pairs = block; pairs <= most; pairs += block) {
    first += await countFirst(ask, pairs - block, pairs)
    if (!isFair(first, pairs)) return pairs
  }
  return null
}
