import type { Clock } from '../../lib/kernel/clock'

/** A clock that stands until it is moved. */
export type TestClock = Clock & { advance(milliseconds: number): void }

export function testClock(start = '2026-03-01T12:00:00.000Z'): TestClock {
  let time = Date.parse(start)
  return Object.assign(() => new Date(time), {
    advance(milliseconds: number) {
      time += milliseconds
    },
  })
}
