import { readFileSync } from 'node:fs'

/** Where the example unit expects things, and where a test has them. */
type Places = { '/opt/huntaze-auth/current': string; '/usr/bin/node': string }

/** The command that systemd would run for a unit. */
export type Unit = {
  startPre: string[]
  start: string[]
  workingDirectory: string
  environment: Record<string, string>
  killSignal: NodeJS.Signals
  /** Milliseconds from that signal to SIGKILL. */
  stopTimeout: number
  /** When one that ended is started again, and after how many milliseconds. */
  restart: string
  restartPause: number
}

/** Reads a unit's commands and environment, with its places replaced. */
export function readUnit(file: string, places: Places): Unit {
  let text = readFileSync(file, 'utf8')
  for (const [there, here] of Object.entries(places)) text = text.replaceAll(there, here)
  const values = (key: string) =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  const only = (key: string): string => {
    const [value, ...more] = values(key)
    if (value === undefined || more.length > 0) throw new Error(`${file}: not one ${key}`)
    return value
  }
  return {
    startPre: only('ExecStartPre').split(' '),
    start: only('ExecStart').split(' '),
    workingDirectory: only('WorkingDirectory'),
    environment: Object.fromEntries(values('Environment').map((pair) => pair.split('='))),
    killSignal: only('KillSignal') as NodeJS.Signals,
    stopTimeout: Number(only('TimeoutStopSec')) * 1000,
    restart: only('Restart'),
    restartPause: Number(only('RestartSec')) * 1000,
  }
}
