import { setTimeout as sleep } from 'node:timers/promises'
import { runProgram } from './run-program'
import { type ServerProcess, startServer } from './server-process'
import type { Unit } from './systemd-unit'

/** A server that systemd would look after, as its unit says. */
export type Service = {
  url: string
  /** Everything its processes wrote so far. */
  output(): string
  /** Stops it as `systemctl stop` does. @returns its exit code */
  stop(): Promise<number | null>
  /** Restarts it as `systemctl restart` does. @returns the exit code of the stopped process */
  restart(): Promise<number | null>
  /** `kill -9`. It is gone then. */
  kill(): Promise<void>
  /** When it was started again by itself. */
  isBack(): Promise<void>
}

/** Runs a unit's commands, in the place of systemd. */
export async function startService(
  unit: Unit,
  port: number,
  environment: Record<string, string>,
): Promise<Service> {
  const all = { ...unit.environment, ...environment }
  const ended: string[] = []

  async function launch(): Promise<ServerProcess> {
    runProgram(unit.startPre, unit.workingDirectory, all)
    return await startServer(unit.start.slice(1), { cwd: unit.workingDirectory, port, environment: all })
  }

  let server = await launch()
  let comesBack = Promise.resolve()

  async function comeBack(): Promise<void> {
    if (unit.restart !== 'always') throw new Error(`Restart=${unit.restart}: it stays away`)
    await sleep(unit.restartPause)
    server = await launch()
  }

  const stop = () => server.stop(unit.killSignal, unit.stopTimeout)
  return {
    url: server.url,
    output: () => [...ended, server.output()].join(''),
    stop,
    async restart() {
      const code = await stop()
      ended.push(server.output())
      server = await launch()
      return code
    },
    async kill() {
      await server.kill()
      ended.push(server.output())
      comesBack = comeBack()
    },
    isBack: () => comesBack,
  }
}
