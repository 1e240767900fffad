import { SECOND } from '../kernel/clock'
import type { Log } from '../kernel/log'
import type { Background } from '../kernel/ports'

/** Longest wait of a piece of work (ms), at random: timing the next answer must not tell whether there was any work. */
const MAX_WAIT = SECOND

/** Pieces of work under way at most; further ones are dropped, since a database that stands still must not fill the memory. */
const MAX_PIECES = 1_000

/** The background of a process. A failure is logged, and goes no further. */
export function createBackground(log: Log): Background {
  const underWay = new Set<Promise<void>>()
  const waiting = new Set<() => void>()
  const pause = () =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.random() * MAX_WAIT)
      waiting.add(wake)
    })
  return {
    run(kind, work) {
      if (underWay.size >= MAX_PIECES) return log.warn('background_work_dropped', { kind })
      const done = pause()
        .then(work)
        .catch((error) => log.warn('background_work_failed', { kind, error }))
        .finally(() => underWay.delete(done))
      underWay.add(done)
    },
    async settled() {
      for (const wake of waiting) wake()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
