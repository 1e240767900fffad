import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL = 20

/** A bare connection, to say what no HTTP client would. */
export type RawConnection = {
  write(data: string | Buffer): void
  /** Everything that came back so far, one character a byte. */
  readonly answer: string
  /** Whether the server closed it. */
  readonly isClosed: boolean
  /** The error it ended with, for example `ECONNRESET`. */
  readonly failure: string | undefined
  /** Waits until `pattern` has come back. Throws after `timeout` milliseconds, or when the server closed before. */
  until(pattern: RegExp, timeout?: number): Promise<void>
  /** Waits until the server closes. @returns milliseconds since the connection was made; throws after `timeout` */
  untilClosed(timeout: number): Promise<number>
  /** Hangs up, with a reset instead of a farewell. */
  reset(): void
}

/** Connects to the port of `url` on the loopback interface. */
export async function rawConnection(url: string): Promise<RawConnection> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let answer = ''
  let failure: string | undefined
  socket.on('data', (data) => {
    answer += data.toString('latin1')
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code
  })
  await once(socket, 'connect')
  const opened = performance.now()

  async function poll(isDone: () => boolean, timeout: number, what: string): Promise<void> {
    const limit = performance.now() + timeout
    while (!isDone()) {
      if (performance.now() > limit)
        throw new Error(`${what} did not happen; so far: ${answer.slice(0, 2000)}`)
      await sleep(POLL)
    }
  }

  return {
    write: (data) => void socket.write(data),
    get answer() {
      return answer
    },
    get isClosed() {
      return socket.closed
    },
    get failure() {
      return failure
    },
    async until(pattern, timeout = 20_000) {
      await poll(() => pattern.test(answer) || socket.closed, timeout, String(pattern))
      if (!pattern.test(answer))
        throw new Error(`closed (${failure}) before ${pattern}: ${answer.slice(0, 2000)}`)
    },
    async untilClosed(timeout) {
      await poll(() => socket.closed, timeout, 'closing')
      return performance.now() - opened
    },
    reset: () => void socket.resetAndDestroy(),
  }
}
