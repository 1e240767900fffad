import type { Clock } from '../../lib/clock'

/** Tells the time since `start` (milliseconds since 1970) `speed` times as fast: leases and delays pass quickly. */
export const fastClock =
  (start: number, speed: number): Clock =>
  () =>
    new Date(start + (Date.now() - start) * speed)
