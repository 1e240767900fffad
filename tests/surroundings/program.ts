import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program in the foreground, with its children in a process group of its own. */
export type Program = {
  /** Everything it wrote so far. */
  output(): string
  /** Ends it and its children. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Where a program runs and listens; `environment` is all that it has beside PATH. */
type Place = {
  cwd: string
  port: number
  environment?: Record<string, string>
  account?: { uid?: number; gid?: number }
  /** Milliseconds until it must listen. */
  patience?: number
}

const START_TIMEOUT = 20_000
const STOP_TIMEOUT = 5_000
const POLL = 50

const running = new Set<number>()

/** Ends a process group; one that is gone already is no fault. */
function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended.
  }
}

process.once('exit', () => {
  for (const pid of running) endGroup(pid, 'SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const isOpen = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isOpen
}

async function untilListening(
  child: ChildProcess,
  { port, patience = START_TIMEOUT }: Place,
  output: () => string,
): Promise<void> {
  for (let waited = 0; waited < patience; waited += POLL) {
    if (child.exitCode !== null || child.signalCode !== null) break
    if (await listens(port)) return
    await sleep(POLL)
  }
  throw new Error(`${child.spawnfile} does not listen on ${port}: ${output().slice(-2000)}`)
}

/**
 * Starts a program and waits until it listens on `port` of the loopback interface.
 */
export async function startProgram([command = '', ...args]: string[], place: Place): Promise<Program> {
  const { cwd, environment = {}, account = {} } = place
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', NODE_ENV: 'production' as const, ...environment }
  const child = spawn(command, args, {
    ...account,
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  if (pid) running.add(pid)
  let written = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      written += text
    })
  child.on('error', (error) => {
    written += error.message
  })
  const output = () => written
  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (child.exitCode === null && child.signalCode === null && pid) {
      const ended = once(child, 'exit')
      child.kill(signal)
      await Promise.race([ended, sleep(STOP_TIMEOUT, undefined, { ref: false })])
    }
    endGroup(pid, 'SIGKILL')
    running.delete(pid)
  }
  try {
    await untilListening(child, place, output)
  } catch (error) {
    await stop('SIGKILL')
    throw error
  }
  return { output, stop }
}
