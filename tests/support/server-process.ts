import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const START_TIMEOUT = 30_000
const STOP_TIMEOUT = 25_000
const POLL = 50

/** A server that runs as a process of its own. */
export type ServerProcess = {
  url: string
  /** Everything it wrote so far. */
  output(): string
  /** Asks it to end, and ends it after `timeout` milliseconds. @returns its exit code */
  stop(signal?: NodeJS.Signals, timeout?: number): Promise<number | null>
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>
}

async function untilHealthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT && child.exitCode === null; waited += POLL) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await sleep(POLL)
  }
  child.kill('SIGKILL')
  throw new Error(`the server did not start:\n${output()}`)
}

/**
 * Starts `node` with `args` and waits until it answers at `http://localhost:port`.
 * @param environment all that the process has, beside PATH: nothing of the one who starts it
 */
export async function startServer(
  args: string[],
  { cwd, port, environment }: { cwd: string; port: number; environment: Record<string, string> },
): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let written = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      written += text
    })
  const url = `http://localhost:${port}`
  await untilHealthy(url, child, () => written)
  return {
    url,
    output: () => written,
    async stop(signal = 'SIGTERM', timeout = STOP_TIMEOUT) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const late = setTimeout(() => child.kill('SIGKILL'), timeout)
      child.kill(signal)
      await once(child, 'close')
      clearTimeout(late)
      return child.exitCode
    },
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
