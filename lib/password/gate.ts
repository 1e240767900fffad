/** More work than can be taken on now. Answered with 503 and `Retry-After`. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError'

  /** @param retryAfter seconds after which a new attempt makes sense */
  constructor(readonly retryAfter: number) {
    super('too many password hashes are waiting')
  }
}

/** By name, not by class: one server process holds several copies of this module. */
export const isTooBusy = (error: unknown): error is TooBusyError =>
  error instanceof Error && error.name === 'TooBusyError'

export type HashGate = {
  /** Runs `work` when its turn comes, first come first served. Throws `TooBusyError` at once when the queue is full. */
  run<T>(work: () => Promise<T>): Promise<T>
}

type Limits = {
  /** How many run at once. */
  atOnce: number
  /** How many may wait behind them. */
  waiting: number
  /** Seconds, told to whoever is turned away. */
  retryAfter: number
}

/**
 * Admits a bounded number of hashes to libuv's thread pool, which `fs`, `dns` and WebCrypto share: without it a sign-in
 * storm stalls everything else, and a queue without a bound only delays the refusal past everybody's patience.
 */
export function createHashGate({ atOnce, waiting, retryAfter }: Limits): HashGate {
  const queue: (() => void)[] = []
  let running = 0

  async function enter(): Promise<void> {
    if (running >= atOnce && queue.length >= waiting) throw new TooBusyError(retryAfter)
    if (running < atOnce) running += 1
    else await new Promise<void>((resolve) => queue.push(resolve))
  }

  function leave(): void {
    const next = queue.shift()
    // The place is handed on, not freed: a newcomer must not slip in before the first in the queue.
    if (next) next()
    else running -= 1
  }

  return {
    async run(work) {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
