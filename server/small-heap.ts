import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/**
 * Keeps the heap near what is in use, and collects it cheaply. Effects: docs/decisions/0037-memory-and-start.md. Imported first,
 * because the heap grows while the rest is loaded.
 */

/** Bytes that the space of new objects may grow to. V8 would let it take 48 MB, and more in Node.js 24. */
const YOUNG = 4 * 2 ** 20

let growth: number | undefined

/** V8 reads the limit of the space once, before any of our code runs, but the factor by which it grows at each growth. */
function limitGrowth(): void {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  const wanted = Math.max(1, Math.floor(YOUNG / (young?.space_size || YOUNG)))
  if (wanted === growth) return
  growth = wanted
  setFlagsFromString(`--semi-space-growth-factor=${wanted}`)
}

// On few processors its threads wait for each other longer than they work.
setFlagsFromString('--no-parallel-scavenge')
limitGrowth()
// The space may have grown, or V8 has given it back while nothing was to do.
new PerformanceObserver(limitGrowth).observe({ entryTypes: ['gc'] })
