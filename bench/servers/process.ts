import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../tests/support/free-port'
import { type Measured, prober } from './measured'

/** A Node program that listens on the port PORT of its environment: `port`, or any free one. */
type Program = { file: string; args?: string[]; port?: number; env: Record<string, string>; cwd?: string }

const START_TIMEOUT = 30_000
const POLL = 50

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT && child.exitCode === null; waited += POLL) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    await response?.body?.cancel()
    if (response) return
    await sleep(POLL)
  }
  child.kill()
  throw new Error('a server of the benchmark did not start')
}

/** Starts a program and waits until it answers, with any status. */
export async function startProgram(program: Program): Promise<Pick<Measured, 'port' | 'probe' | 'stop'>> {
  const { env, probe } = await prober()
  const port = program.port ?? (await freePort())
  const child = spawn(process.execPath, [program.file, ...(program.args ?? [])], {
    cwd: program.cwd,
    env: { PATH: process.env.PATH, ...program.env, ...env, NODE_ENV: 'production', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const onExit = () => child.kill()
  process.once('exit', onExit)
  await untilListening(port, child)
  return {
    port,
    probe,
    async stop() {
      process.removeListener('exit', onExit)
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
