import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import type { Clock } from '../../lib/kernel/clock'

/** Tells the time since `start` (milliseconds since 1970) `speed` times as fast: leases and delays pass quickly. */
export const fastClock =
  (start: number, speed: number): Clock =>
  () =>
    new Date(start + (Date.now() - start) * speed)

/** Makes whoever sleeps in this process (`node:timers/promises`) wait by such a clock; sockets keep real time. */
export function hurrySleepers(speed: number): void {
  const sleep = timers.setTimeout
  const hurried: typeof sleep = (delay = 0, value, options) => sleep(delay / speed, value, options)
  Object.assign(timers, { setTimeout: hurried })
  syncBuiltinESMExports()
}
