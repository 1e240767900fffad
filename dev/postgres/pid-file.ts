import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isPostgres } from './process-identity'

/** A server that runs on a data folder; `ready` once it accepts connections. */
export type RunningServer = { pid: number; socket: string; ready: boolean }

/** The file in which a running server records itself. */
export const pidFile = (data: string): string => path.join(data, 'postmaster.pid')

/** The server of `data`. The file's lines 1, 5, 8: process, folder of the socket, state (PostgreSQL's `pidfile.h`). */
export function readServer(data: string): RunningServer | undefined {
  let lines: string[]
  try {
    lines = readFileSync(pidFile(data), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!isPostgres(pid)) return undefined
  return { pid, socket: lines[4]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' }
}
