/** The queue of hashes is full. Answered with 503 and `Retry-After`. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError'

  /** @param retryAfter seconds after which a new attempt makes sense */
  constructor(readonly retryAfter: number) {
    super('too many password hashes are waiting')
  }
}

/** Compares the name, not the class: one server process has several copies of this module. */
export const isTooBusy = (error: unknown): error is TooBusyError =>
  error instanceof Error && error.name === 'TooBusyError'

/** A bounded queue for hashes. */
type HashGate = {
  /** Runs `work` in its turn, first come first served. @throws TooBusyError at once when the queue is full */
  run<T>(work: () => Promise<T>): Promise<T>
}

type Limits = {
  /** Hashes that run at once. */
  atOnce: number
  /** Hashes that may wait behind them. */
  waiting: number
  /** Seconds after which a refused caller may try again. */
  retryAfter: number
}

/**
 * Bounds the hashes in libuv's thread pool, which `fs`, `dns` and WebCrypto share: a burst of sign-ins would stall them
 * all. The queue is bounded too, because a caller at its end would give up before its turn.
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
    // Hands the place to the first in the queue, so that no newcomer takes it before.
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
