import { writeSync } from 'node:fs'

const DESCRIPTOR = 1

/** Milliseconds between two attempts to write to a pipe that is full, because its reader is slow. */
const PAUSE = 10

/** Attempts of a process that ends: a reader that has stopped keeps it for three seconds. */
const LAST_ATTEMPTS = 300

/** Standard output of this process. `write` waits for nobody; `finish` waits until all is written, and may be called at the exit. */
export type StandardOutput = { write(text: string): void; finish(): void }

/**
 * Standard output of which nothing is lost at the exit. `process.stdout` keeps what a full pipe did not take in a queue that
 * nobody can empty there: the last words of a crash, where the reader is slow.
 */
export function standardOutput(): StandardOutput {
  // Node.js makes the pipe one that refuses instead of blocking, once it is asked for.
  void process.stdout
  let rest = Buffer.alloc(0)
  let retry: NodeJS.Timeout | undefined

  /** @returns whether the reader took all */
  function push(): boolean {
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(DESCRIPTOR, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
      // Nobody reads any more.
      rest = rest.subarray(rest.length)
    }
    return true
  }

  function pushOrRetry(): void {
    retry = push() ? undefined : setTimeout(pushOrRetry, PAUSE).unref()
  }

  return {
    write(text) {
      rest = rest.length === 0 ? Buffer.from(text) : Buffer.concat([rest, Buffer.from(text)])
      if (!retry) pushOrRetry()
    },
    finish() {
      for (let attempt = 0; attempt < LAST_ATTEMPTS && !push(); attempt += 1)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    },
  }
}
